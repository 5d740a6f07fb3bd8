namespace Bastion.Admin.Devices;

internal enum DeviceFamily
{
    Imaging,
    Monitoring,
    Ventilation,
    Laboratory,
    Infusion,
    Dialysis,
    ItSystems,
    Building,
}
