using Bastion.Hosting;

namespace Bastion.Gateway.SshBroker;

/// <summary>
/// The listener for old programs. The key exchange comes before anybody says who he is, so it has an address of its own; who is not entitled is refused
/// after he signed in. It closes by itself.
/// </summary>
public sealed class SshCompatibleSettings
{
    /// <summary>TCP only. Absent: there is no such listener.</summary>
    public ServiceAddress? Listen { get; init; }

    /// <summary>From this instant on it takes nobody; running sessions go on.</summary>
    public DateTimeOffset? Expires { get; init; }

    internal void Validate(SettingsErrors errors)
    {
        if (Listen is null)
            return;
        if (Listen.IsUnix)
            errors.Add("sshCompatible.listen", "must be tcp:address:port");
        if (Expires is null)
            errors.Add("sshCompatible.expires", "say when it closes");
    }
}
