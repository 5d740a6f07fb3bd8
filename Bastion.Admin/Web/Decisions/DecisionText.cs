using Bastion.Admin.Interventions;
using Bastion.Admin.Web.Shell;

namespace Bastion.Admin.Web.Decisions;

/// <summary>The sentence that the approver reads above the button; its hash is kept with the decision.</summary>
internal static class DecisionText
{
    public static string Of(InterventionSheet sheet, StaffWords words, ZoneClocks clocks)
    {
        var row = sheet.Row;
        return words["decide.opens.text",
            string.Join(", ", row.Technicians) + " (" + row.VendorName + ")",
            string.Join(", ", sheet.Protocols.Select(protocol => words.Of("protocol", protocol))),
            $"{row.DeviceLabel} ({row.DeviceName})",
            clocks.Of(row.Zone).Window(row.NotBefore, row.NotAfter)];
    }
}
