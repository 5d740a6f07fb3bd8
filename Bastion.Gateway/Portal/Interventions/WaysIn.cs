using System.Text.RegularExpressions;

namespace Bastion.Gateway.Portal.Interventions;

/// <summary>The commands that people copy: the SSH listener as it is reached from outside.</summary>
internal sealed partial class WaysIn(PortalSettings settings, ISshFront front, IHttpContextAccessor http)
{
    /// <summary>"ED25519 SHA256:…", one for each host key of the listener.</summary>
    public IReadOnlyList<string> Fingerprints => front.Fingerprints;

    public string Ssh(string login, string device)
    {
        var host = settings.SshHost.Length > 0 ? settings.SshHost : http.HttpContext?.Request.Host.Host ?? "";
        var port = settings.SshPort > 0 ? settings.SshPort : front.Port;
        var who = $"{login}+{device}@{host}";
        // Anything that a shell could read otherwise is quoted: the line is copied and run.
        var safe = Plain().IsMatch(who) ? who : "'" + who.Replace("'", "", StringComparison.Ordinal) + "'";
        return port is 0 or 22 ? "ssh " + safe : $"ssh -p {port} {safe}";
    }

    [GeneratedRegex(@"\A[\w.+@:-]+\z")]
    private static partial Regex Plain();
}
