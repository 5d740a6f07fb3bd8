namespace Bastion.Admin.Interventions.Reports;

internal sealed record ReportForm(Intervention Intervention, IReadOnlyList<ReportField> Fields, IReadOnlyList<ReportFact> Facts, Report? Last);
