namespace Bastion.Admin.Interventions.Reports;

internal sealed record ReportField(string Code, bool Required, IReadOnlyList<string> Choices)
{
    public ReportField(string code, bool required)
        : this(code, required, [])
    {
    }
}
