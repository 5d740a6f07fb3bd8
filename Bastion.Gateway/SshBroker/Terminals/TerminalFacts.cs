namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>What the bar above a web terminal says.</summary>
internal sealed record TerminalFacts(
    string SessionId,
    string InterventionId,
    string InterventionNumber,
    string DeviceName,
    string DeviceLabel,
    string Place,
    DateTimeOffset NotAfter,
    TimeSpan Remaining);
