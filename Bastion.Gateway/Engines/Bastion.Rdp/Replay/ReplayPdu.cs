namespace Bastion.Rdp.Replay;

/// <summary>What a recorded PDU is to a replay.</summary>
public enum ReplayPdu
{
    /// <summary>Nothing that a viewer may or needs to see: other channels, logon notifications, redirection.</summary>
    Other,

    /// <summary>Demand Active (MS-RDPBCGR 2.2.1.13.1): the desktop starts, or starts anew in another size.</summary>
    DemandActive,

    /// <summary>Deactivate All (2.2.3.1).</summary>
    Deactivate,

    /// <summary>Synchronize or Control (2.2.1.19, 2.2.1.20).</summary>
    Finalization,

    /// <summary>Font Map (2.2.1.22): pictures follow.</summary>
    FontMap,

    /// <summary>Something to draw.</summary>
    Picture,
}
