namespace Bastion.Admin.Devices;

/// <summary>Protocols as contracts write them.</summary>
internal static class Protocols
{
    public static string Word(EndpointProtocol protocol) => protocol switch
    {
        EndpointProtocol.Ssh => "ssh",
        EndpointProtocol.Rdp => "rdp",
        EndpointProtocol.Https => "https",
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    public static EndpointProtocol? Read(string word) => word switch
    {
        "ssh" => EndpointProtocol.Ssh,
        "rdp" => EndpointProtocol.Rdp,
        "https" => EndpointProtocol.Https,
        _ => null,
    };
}
