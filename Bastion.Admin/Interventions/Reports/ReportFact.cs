namespace Bastion.Admin.Interventions.Reports;

/// <summary>One line that the hospital's own records say of the intervention. The technician may contest it, never change it.</summary>
internal sealed record ReportFact(string Kind, DateTimeOffset? At, string Text);
