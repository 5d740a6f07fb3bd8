using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Decisions;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Rights;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Vault;

/// <summary>Which credentials there are and when they change. No secret passes here.</summary>
internal sealed class VaultRegister(AdminStore store, TimeProvider time)
{
    private const int MaxCommand = 200;
    private const int MaxDays = 3650;

    /// <summary>All of them for who reaches all, else those of devices in scope.</summary>
    public Task<List<VaultLine>> ListAsync(StaffContext by) => store.ReadAsync(async db =>
    {
        var endpoints = await db.Endpoints.Include(one => one.Credential).Where(one => one.CredentialId != null).ToListAsync();
        var devices = await db.Devices.ToDictionaryAsync(one => one.Id);
        var staff = await db.Staff.Include(one => one.Scopes).SingleAsync(one => one.Id == by.StaffId);
        var all = RightsJudge.ReachOf(RightsJudge.RolesOf(by.Role, by.Disciplines), "vault.list") == Reach.All;
        return endpoints.Where(one => all || Eligibility.InScope(staff, devices[one.DeviceId]))
            .Select(one => new VaultLine(one.Id, devices[one.DeviceId].Name, devices[one.DeviceId].Label, one.Protocol, one.Account, one.Credential!))
            .OrderBy(line => line.Device, StringComparer.Ordinal).ToList();
    });

    /// <summary>Denials: act.not_allowed, factor.weak, record.unknown, field.invalid (fact field).</summary>
    public Task<Denial?> SaveAsync(StaffContext by, Guid endpointId, bool afterUse, int afterDays, bool exclusive, string command, CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        if (RightsJudge.Judge(by, "credential.policy", time.GetUtcNow()) is { } refused)
            return refused;
        if ((await db.Endpoints.Include(one => one.Credential).SingleOrDefaultAsync(one => one.Id == endpointId, cancellation))?.Credential is not { } credential)
            return Denial.Of(DenialCode.Unknown);
        if (afterDays is < 0 or > MaxDays)
            return Denial.Of(DenialCode.FieldInvalid, "field", "days");
        if (command.Length is 0 or > MaxCommand || command.Any(char.IsControl))
            return Denial.Of(DenialCode.FieldInvalid, "field", "command");
        credential.RotateAfterUse = afterUse;
        credential.RotateAfterDays = afterDays;
        credential.Exclusive = exclusive;
        credential.RotationCommand = command;
        Outbox.Write(db, time.GetUtcNow(), new Act("credential.policy_changed", by.Actor)
        {
            SubjectId = credential.Id,
            Source = by.Source,
            Facts = new Dictionary<string, string>
            {
                ["afterUse"] = afterUse ? "yes" : "no",
                ["afterDays"] = afterDays.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["exclusive"] = exclusive ? "yes" : "no",
                ["command"] = command,
            },
        });
        return (Denial?)null;
    }, cancellation);
}
