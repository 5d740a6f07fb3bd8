using Bastion.Admin.Interventions.Decisions;

namespace Bastion.Admin.Interventions;

internal sealed record DecisionLine(DateTimeOffset At, string Approver, Verdict Verdict, string Comment, bool WithoutEffect);
