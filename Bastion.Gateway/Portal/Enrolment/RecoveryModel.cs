namespace Bastion.Gateway.Portal.Enrolment;

internal sealed record RecoveryModel(string Login, IReadOnlyList<string> Codes);
