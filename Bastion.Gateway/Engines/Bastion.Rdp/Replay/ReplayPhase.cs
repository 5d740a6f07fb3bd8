namespace Bastion.Rdp.Replay;

/// <summary>How far a viewer has come (MS-RDPBCGR 1.3.1.1, seen from the server).</summary>
public enum ReplayPhase
{
    /// <summary>Nothing yet; the RDCleanPath request is due.</summary>
    CleanPath,

    /// <summary>MCS Connect-Initial is due.</summary>
    ConnectInitial,

    /// <summary>Channels are joined; Client Info is due.</summary>
    Channels,

    /// <summary>Client Info is here: licence and Demand Active may go.</summary>
    Licensing,

    /// <summary>Confirm Active is here: synchronize and control may go.</summary>
    Confirmed,

    /// <summary>Font List is here: Font Map may go, and then pictures.</summary>
    Active,
}
