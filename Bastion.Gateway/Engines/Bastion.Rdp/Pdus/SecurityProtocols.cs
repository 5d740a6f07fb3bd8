namespace Bastion.Rdp.Pdus;

/// <summary>What protects a connection (MS-RDPBCGR 2.2.1.1.1). None is the RDP encryption of old, which is never chosen here.</summary>
[Flags]
public enum SecurityProtocols
{
    None = 0,
    Tls = 1,
    Nla = 2,
    RdsTls = 4,
    NlaExtended = 8,
    RdsAad = 16,
}
