namespace Bastion.Rdp.Pdus;

/// <summary>Why no protection could be agreed on (MS-RDPBCGR 2.2.1.2.2).</summary>
public enum NegotiationFailure
{
    None = 0,
    TlsRequired = 1,
    TlsNotAllowed = 2,
    NoCertificate = 3,
    InconsistentFlags = 4,
    NlaRequired = 5,
    TlsWithUserRequired = 6,
}
