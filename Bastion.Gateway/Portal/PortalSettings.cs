namespace Bastion.Gateway.Portal;

/// <summary>What the pages say about the hospital, and the address of the SSH listener as technicians reach it.</summary>
public sealed class PortalSettings
{
    public string HospitalName { get; set; } = "";

    /// <summary>IANA zone in which hours are shown where no device says its own.</summary>
    public string Zone { get; set; } = "Europe/Paris";

    /// <summary>Who answers when something is wrong, "Astreinte biomédicale".</summary>
    public string OnCallName { get; set; } = "";

    /// <summary>As it is dialled; shown as typed.</summary>
    public string OnCallPhone { get; set; } = "";

    /// <summary>Host name in the ssh command that people copy; empty = the host of the page.</summary>
    public string SshHost { get; set; } = "";

    /// <summary>Port in that command; 0 = the one that the listener got.</summary>
    public int SshPort { get; set; }
}
