namespace Bastion.Rdp.Pdus;

/// <summary>Codes of the Set Error Info PDU (MS-RDPBCGR 2.2.5.1.1) that the bastion uses.</summary>
public static class ErrorInfo
{
    /// <summary>An administrator ended the session.</summary>
    public const uint EndedByAdministrator = 0x00000001;

    public const uint IdleTimeout = 0x00000003;

    /// <summary>The time for this session is used up.</summary>
    public const uint TimeLimit = 0x00000004;

    public const uint Denied = 0x00000007;

    public const uint NotEntitled = 0x00000009;
}
