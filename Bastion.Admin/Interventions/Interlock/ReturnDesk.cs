using System.Text.Json;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Machines;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Interlock;

/// <summary>ReturnToService: every item of the family's list, and as many different signatures of the hospital as the device's criticality wants (3.4, S5).</summary>
internal sealed class ReturnDesk(AdminStore store, DeskActs acts)
{
    private const int MaxText = 500;

    /// <summary>The sheet that waits, with its device; null: nothing to check.</summary>
    public Task<ReturnSheet?> OpenAsync(Guid deviceId) => store.ReadAsync(db => db.Returns.Where(sheet => sheet.DeviceId == deviceId && sheet.DoneAt == null).OrderBy(sheet => sheet.OpenedAt).FirstOrDefaultAsync());

    public static Dictionary<string, CheckAnswer> Answers(ReturnSheet sheet) => JsonSerializer.Deserialize<Dictionary<string, CheckAnswer>>(sheet.Answers) ?? [];

    /// <summary>
    /// Signs what was checked. Answers that have a NOK make the device non-conforming; the last signature that is needed puts it back into service.
    /// Denials: act.not_allowed, return.none, return.same_person, return.engineer_first, return.emergency_opener, return.open; each with a field when an item is wrong.
    /// </summary>
    public Task<Outcome<ActDone>> SignAsync(StaffContext who, Guid deviceId, IReadOnlyDictionary<string, CheckAnswer> answers, string comment, CancellationToken cancellation) => acts.OnDeviceAsync(who, deviceId, one =>
    {
        if (!Care.May(one.Staff, one.Device))
            return Denial.Of(DenialCode.NotAllowed);
        var sheets = one.Db.Returns.Where(sheet => sheet.DeviceId == deviceId && sheet.DoneAt == null).OrderBy(sheet => sheet.OpenedAt).ToList();
        if (sheets.Count == 0 || one.Device.State is not (DeviceState.ToBeChecked or DeviceState.NonConforming))
            return Denial.Of("return.none");
        var sheet = sheets[0];
        var signatures = sheets.Max(other => other.Signatures);
        var second = sheet.FirstById is not null;
        if (second && sheet.FirstById == who.StaffId)
            return Denial.Of("return.same_person");
        if (!second && one.Staff.Role != StaffRole.Engineer)
            return Denial.Of("return.engineer_first");

        // The second person signs what the first one found.
        var found = second ? Answers(sheet) : answers.ToDictionary(pair => pair.Key, pair => Cut(pair.Value));
        if (Checklists.Judge(one.Device.Family, found) is [var (field, wrong), ..])
            return new Denial(wrong.Code, new Dictionary<string, string> { ["field"] = field });
        var failed = found.Where(pair => pair.Value.Result == "nok").Select(pair => pair.Key).ToList();
        if (failed.Count > 0)
            return Fail(one, sheet, found, failed, comment);
        if (signatures > 1 && !second)
        {
            (sheet.FirstById, sheet.FirstName, sheet.FirstAt) = (who.StaffId, who.Name, one.Now);
            (sheet.Answers, sheet.Comment) = (JsonSerializer.Serialize(found), Cut(comment));
            one.Write("device.check_signed", comment);
            return null;
        }

        if (second)
            (sheet.SecondById, sheet.SecondName, sheet.SecondAt) = (who.StaffId, who.Name, one.Now);
        else
            (sheet.FirstById, sheet.FirstName, sheet.FirstAt, sheet.Answers, sheet.Comment) = (who.StaffId, who.Name, one.Now, JsonSerializer.Serialize(found), Cut(comment));
        foreach (var done in sheets)
            done.DoneAt = one.Now;
        one.Device.State = DeviceMachine.Next(one.Device.State, DeviceEvent.Return)!.Value;
        one.Device.HeldByInterventionId = null;
        one.Device.StoppedAt = null;
        one.Write("device.returned", comment, facts:
        [
            ("stopped", Denial.Instant(sheets.Min(other => other.StoppedAt))),
            ("resumed", Denial.Instant(one.Now)),
            ("first", sheet.FirstName),
            ("second", sheet.SecondName),
        ]);
        return null;
    }, cancellation);

    private static Denial? Fail(DeviceCase one, ReturnSheet sheet, Dictionary<string, CheckAnswer> found, List<string> failed, string comment)
    {
        if (comment.Trim().Length < InterventionDesk.MinReason)
            return new Denial(DenialCode.ReasonTooShort, new Dictionary<string, string> { ["field"] = "comment", ["min"] = "10" });
        one.Device.State = DeviceState.NonConforming;
        sheet.NonConforming = true;
        (sheet.Answers, sheet.Comment) = (JsonSerializer.Serialize(found), Cut(comment));
        (sheet.FirstById, sheet.FirstName, sheet.FirstAt) = (null, "", null);
        one.Write("device.found_nonconforming", comment, facts: [("items", string.Join(' ', failed))]);
        return null;
    }

    private static CheckAnswer Cut(CheckAnswer answer) => new(answer.Result, Cut(answer.Value), Cut(answer.Why));

    private static string Cut(string text) => text.Trim() is { Length: > MaxText } cut ? cut[..MaxText] : text.Trim();
}
