namespace Bastion.Admin.Devices;

internal enum EndpointProtocol
{
    Ssh,
    Rdp,
    Https,
}
