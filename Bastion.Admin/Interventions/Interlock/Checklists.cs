using Bastion.Admin.Devices;

namespace Bastion.Admin.Interventions.Interlock;

/// <summary>What is checked before a device goes back to care, by family (interventions.md 3.4). Codes; the words are in the texts. Pure.</summary>
internal static class Checklists
{
    private static readonly string[] All = ["All1", "All2", "All3", "All4", "All5", "All6", "All7"];
    private static readonly HashSet<string> Measured = ["Imaging2", "Monitoring1", "Monitoring5", "Laboratory2", "Infusion1", "Building4"];

    public static IReadOnlyList<string> Of(DeviceFamily family) => [.. All, .. Enumerable.Range(1, Count(family)).Select(rank => Name(family) + rank.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The item wants a number.</summary>
    public static bool HasValue(string item) => Measured.Contains(item);

    /// <summary>What is missing: an answer, a value, a reason for "not applicable". Field, code.</summary>
    public static IReadOnlyList<(string Field, Denial Denial)> Judge(DeviceFamily family, IReadOnlyDictionary<string, CheckAnswer> answers)
    {
        var wrong = new List<(string, Denial)>();
        foreach (var item in Of(family))
        {
            if (!answers.TryGetValue(item, out var answer) || answer.Result is not ("ok" or "nok" or "na"))
                wrong.Add((item, Denial.Of("check.missing")));
            else if (answer.Result == "na" && answer.Why.Trim().Length == 0)
                wrong.Add((item, Denial.Of("check.why")));
            else if (answer.Result == "ok" && HasValue(item) && answer.Value.Trim().Length == 0)
                wrong.Add((item, Denial.Of("check.value")));
        }

        return wrong;
    }

    private static int Count(DeviceFamily family) => family switch
    {
        DeviceFamily.Imaging or DeviceFamily.Monitoring or DeviceFamily.Ventilation or DeviceFamily.ItSystems => 6,
        DeviceFamily.Dialysis => 6,
        DeviceFamily.Infusion => 3,
        _ => 5,
    };

    private static string Name(DeviceFamily family) => family switch
    {
        DeviceFamily.Ventilation => nameof(DeviceFamily.Monitoring),
        DeviceFamily.Dialysis => nameof(DeviceFamily.Infusion),
        _ => family.ToString(),
    };
}
