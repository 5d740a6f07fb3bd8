namespace Bastion.Rdp.Replay;

/// <summary>Bounds of what a replay takes from a browser and from a recording.</summary>
public static class ReplayLimits
{
    /// <summary>Bytes of the viewer that wait for the rest of their PDU.</summary>
    public const int MaxWaiting = 64 * 1024;

    /// <summary>Static virtual channels that a client may ask for (MS-RDPBCGR 2.2.1.3.4).</summary>
    public const int MaxChannels = 31;

    /// <summary>Bytes of updates that are put together into one; more start the next.</summary>
    public const int MaxMerged = 8 << 20;

    /// <summary>Bytes of one fragment of a fast-path update (MS-RDPBCGR 2.2.9.1.2.1: a PDU is shorter than 32 KiB).</summary>
    public const int MaxFragment = 16 * 1024;
}
