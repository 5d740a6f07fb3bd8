namespace Bastion.Admin.Interventions.Policies;

/// <summary>One line of interventions.md 2.3.</summary>
/// <param name="ReportHours">Due so long after the end; 0: <paramref name="ReportWorkingDays"/> counts.</param>
internal sealed record CriticalityTerms(
    int LeadHours,
    int MaxHours,
    int ExtensionOneMinutes,
    int ExtensionTotalMinutes,
    int DrainCapMinutes,
    int ReportHours,
    int ReportWorkingDays,
    int ReturnSignatures,
    int IdleMinutes,
    int SeriesCoverDays);
