using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Policies;

namespace Bastion.Admin.Interventions.Reports;

/// <summary>When a report is due and what it must hold (interventions.md 3.2 and 3.3). Pure.</summary>
internal static class ReportRules
{
    public const int MaxText = 4000;
    public static readonly string[] Outcomes = ["solved", "partly", "notSolved", "noConnection"];
    public static readonly string[] YesNo = ["yes", "no"];

    public static DateTimeOffset DueAt(Intervention one, DateTimeOffset ended)
    {
        var terms = DecisionPolicy.Standard.Terms[one.Device?.Criticality ?? Criticality.B];
        if (one.Device?.Site is null)
            return ended + (terms.ReportHours > 0 ? TimeSpan.FromHours(terms.ReportHours) : TimeSpan.FromDays(7));
        var calendar = PolicyCase.CalendarOf(one.Device);
        return terms.ReportHours > 0 ? calendar.Due(ended.AddHours(terms.ReportHours)) : calendar.AddWorkingDays(ended, terms.ReportWorkingDays);
    }

    /// <summary>The fields of this intervention's report, in order.</summary>
    public static IReadOnlyList<ReportField> FieldsOf(InterventionKind kind, Purpose purpose, DeviceFamily family, bool criticalUsed)
    {
        var change = kind == InterventionKind.Telemaintenance;
        List<ReportField> fields =
        [
            new("outcome", true, Outcomes),
            new("cause", true),
            new("actions", true),
            new("versionsBefore", purpose == Purpose.Update),
            new("versionsAfter", purpose == Purpose.Update),
            new("dataTaken", true, ["none", "technical", "mayHoldPatientData"]),
        ];
        if (change)
        {
            fields.Add(new("parts", true));
            fields.Add(new("rollbackDone", true, ["yes", "no", "notNeeded"]));
            fields.Add(new("settingsChanged", true));
            fields.Add(new("residue", true, YesNo));
            fields.Add(new("performance", true));
            fields.Add(new("conformity", true, ["conform", "notConform", "toBeChecked"]));
            fields.AddRange(OfFamily(family));
        }

        if (criticalUsed)
            fields.Add(new("criticalOperation", true));
        fields.Add(new("nextSteps", false));
        fields.Add(new("disagreement", false));
        return fields;
    }

    /// <summary>Which of the required fields are missing, and what is not one of a list. With "no connection" only the cause is wanted.</summary>
    public static IReadOnlyList<(string Field, Denial Denial)> Judge(IReadOnlyList<ReportField> fields, IReadOnlyDictionary<string, string> given)
    {
        var wrong = new List<(string, Denial)>();
        var none = given.GetValueOrDefault("outcome") == "noConnection";
        foreach (var field in fields)
        {
            var text = given.GetValueOrDefault(field.Code, "").Trim();
            if (text.Length > MaxText)
                wrong.Add((field.Code, new Denial("text.length", new Dictionary<string, string> { ["min"] = "0", ["max"] = "4000" })));
            else if (text.Length == 0 && field.Required && (!none || field.Code is "outcome" or "cause"))
                wrong.Add((field.Code, Denial.Of(DenialCode.FieldRequired)));
            else if (text.Length > 0 && field.Choices.Count > 0 && !field.Choices.Contains(text))
                wrong.Add((field.Code, Denial.Of(DenialCode.FieldInvalid)));
        }

        return wrong;
    }

    private static ReportField[] OfFamily(DeviceFamily family) => family switch
    {
        DeviceFamily.Imaging => [new("toolUsed", false), new("doseOrCalibrationTouched", true, YesNo), new("counters", false), new("dicomNodesChanged", false), new("externalQcNeeded", false, YesNo)],
        DeviceFamily.Monitoring or DeviceFamily.Ventilation => [new("alarmSettingsTouched", true), new("bedsAffected", true), new("selfTest", true, ["notRun", "passed", "failed"]), new("clockOffset", false)],
        DeviceFamily.Laboratory => [new("assaysAffected", true), new("calibrationErased", true, YesNo), new("reagentLotsVoid", false), new("resultsBetween", false), new("lisLinkTouched", true, YesNo)],
        DeviceFamily.Infusion => [new("drugLibraryBefore", false), new("drugLibraryAfter", false), new("calibrated", true), new("unitsUpdated", false)],
        DeviceFamily.Dialysis => [new("calibrated", true), new("disinfectionNeeded", true, YesNo), new("unitsUpdated", false)],
        DeviceFamily.ItSystems => [new("servicesRestarted", true), new("dataChanged", true), new("accountsChanged", false), new("interfacesTested", true), new("backupBefore", false)],
        _ => [new("setpoints", true), new("zonesAffected", true), new("forcedPoints", true), new("localModeLeft", true, YesNo)],
    };
}
