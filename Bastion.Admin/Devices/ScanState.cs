namespace Bastion.Admin.Devices;

internal enum ScanState
{
    Waiting,
    Scanned,
    Failed,
    Confirmed,
    Dismissed,
}
