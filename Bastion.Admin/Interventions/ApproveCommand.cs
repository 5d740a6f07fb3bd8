namespace Bastion.Admin.Interventions;

/// <param name="RequestVersion">As shown on the page; another one now means that the request moved (R4).</param>
/// <param name="DeviceVersion">As shown on the page.</param>
/// <param name="NotBefore">Decided window, equal to the asked one or inside it.</param>
/// <param name="Controls">Granted controls, a subset of what was asked plus the defaults.</param>
/// <param name="Shown">The text that the approver read; its hash is kept with the decision.</param>
internal sealed record ApproveCommand(
    Guid InterventionId,
    int RequestVersion,
    int DeviceVersion,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    SessionControls Controls,
    string Comment,
    string Shown);
