namespace Bastion.Rdp.Wire;

/// <summary>What a peer may make us hold.</summary>
public static class RdpLimits
{
    /// <summary>Octets of one TPKT frame: its length field has 16 bits.</summary>
    public const int LongestFrame = 65_535;

    /// <summary>Octets of a frame from somebody who has not proven anything yet.</summary>
    public const int LongestEarlyFrame = 16 * 1024;

    /// <summary>Octets of an X.224 Connection Request: two heads, one cookie line and one negotiation request.</summary>
    public const int LongestConnectionRequest = 1024;

    /// <summary>Static virtual channels of one connection (MS-RDPBCGR 2.2.1.3.4).</summary>
    public const int MaxChannels = 31;

    /// <summary>Octets of one text that Client Info carries (2.2.1.11.1.1).</summary>
    public const int LongestInfoText = 512;

    /// <summary>Capability sets in one PDU; the specification knows 30.</summary>
    public const int MaxCapabilitySets = 64;

    /// <summary>Octets of one clipboard message put together from its chunks; more never passes.</summary>
    public const int LongestClipboardMessage = 192 * 1024;

    /// <summary>Octets of clipboard text that pass at once.</summary>
    public const int LongestClipboardText = 64 * 1024;

    /// <summary>Octets of one TSRequest (MS-CSSP 2.2.1).</summary>
    public const int LongestTsRequest = 16 * 1024;

    /// <summary>Octets of one update put together from fast-path fragments (2.2.7.2.6, MaxRequestSize as we answer it).</summary>
    public const int LongestFragmentedUpdate = 8 * 1024 * 1024;
}
