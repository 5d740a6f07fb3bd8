namespace Bastion.Rdp.Pdus;

/// <summary>A static virtual channel that a client asks for (MS-RDPBCGR 2.2.1.3.4.1).</summary>
/// <param name="Name">At most seven ASCII characters.</param>
/// <param name="Options">As on the wire.</param>
public sealed record ClientChannel(string Name, uint Options)
{
    public const string Clipboard = "cliprdr";
    public const string Dynamic = "drdynvc";

    /// <summary>Bound by the protocol itself; only an attack on old servers asks for it.</summary>
    public const string Forbidden = "MS_T120";
}
