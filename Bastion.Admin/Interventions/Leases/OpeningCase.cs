using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>Gathers the facts of one opening from the rows of one transaction.</summary>
internal sealed class OpeningCase(Acknowledgements acknowledgements, ClockWatch clock)
{
    public async Task<OpeningFacts> FactsAsync(AdminDb db, Intervention one, LiveSignIn signIn, string protocol, string source, DateTimeOffset now)
    {
        var technician = (Technician)signIn.Account;
        var device = one.Device!;
        var endpoint = EndpointOf(one, protocol);
        var exclusive = endpoint?.CredentialId is { } kept && await db.Credentials.AnyAsync(credential => credential.Id == kept && credential.Exclusive);
        return new OpeningFacts
        {
            ClockSafe = clock.Safe,
            // What another session of the same intervention waits for is no condition of this one.
            JournalBehind = acknowledgements.Behind || await db.Outbox.AnyAsync(entry => entry.InterventionId == one.Id && entry.SessionId == null && entry.Permissive && entry.AcknowledgedAt == null),
            Vendor = one.Vendor!.State,
            Technician = technician.State,
            NoticeDue = signIn.NoticeDue != 0,
            // A sign-in by an armed key or a ticket opens its own intervention and no other.
            Named = (signIn.SignIn.ArmedInterventionId ?? one.Id) == one.Id && one.VendorId == technician.VendorId && one.Technicians.Exists(named => named.TechnicianId == technician.Id),
            Standing = Standing.Of(one, now),
            Frozen = one.Freezes != FreezeCauses.None,
            Window = one.Window,
            InterventionId = one.Id,
            Device = device.State,
            DeviceHeldBy = device.HeldByInterventionId,
            WardPhone = device.Unit?.Phone ?? "",
            Quarantined = endpoint is { Quarantined: true },
            Protocol = protocol,
            ProtocolGranted = endpoint is not null,
            Source = source,
            SourceAllowed = SourceNetworks.Allow(one.Vendor.Networks, source),
            ListenerAllowed = signIn.SignIn.Listener != SignInSource.SshCompatible || one.Vendor.SshCompatible,
            LiveSessions = exclusive ? await db.Sessions.CountAsync(session => session.EndpointId == endpoint!.Id && session.State != SessionState.Ended) : one.Sessions.Count(session => session.Live),
            MaxSessions = exclusive ? 1 : one.Terms.MaxSessions > 0 ? one.Terms.MaxSessions : SessionLimits.MaxSessions(device.Criticality, one.Kind),
            ReleaseRequired = one.Terms.Release,
            Draining = one.State == InterventionState.Open && now >= one.NotAfter,
            RedButtonSince = await RedButton.SinceAsync(db, one.VendorId, device.UnitId),
            FactorAt = signIn.SignIn.FactorAt,
            Armed = await ArmedAsync(db, one.Id, signIn.SignIn, source, now),
            CredentialPresent = endpoint is { CanSignIn: true, IsPinned: true },
        };
    }

    public static Endpoint? EndpointOf(Intervention one, string protocol) =>
        Protocols.Read(protocol) is { } wanted ? one.Endpoints.Find(requested => requested.Endpoint!.Protocol == wanted)?.Endpoint : null;

    /// <summary>The person's interventions that could be meant, best first: open now, then next, then past.</summary>
    public static async Task<Intervention?> MeantAsync(AdminDb db, OpenRequest request, Guid technicianId, DateTimeOffset now)
    {
        if (request.Intervention.Length > 0)
            return await Whole.FindAsync(db, request.Intervention);
        var device = request.Device.Trim().ToUpperInvariant();
        var byId = Guid.TryParse(request.Device, out var deviceId);
        var candidates = await Whole.Interventions(db)
            .Where(one => (byId ? one.DeviceId == deviceId : one.Device!.Name == device) && one.Technicians.Any(named => named.TechnicianId == technicianId))
            .OrderByDescending(one => one.NotBefore).Take(50).ToListAsync();
        return candidates.Find(one => one.State is InterventionState.Approved or InterventionState.Open && one.Window.Contains(now))
            ?? candidates.FindLast(one => one.State is InterventionState.Approved or InterventionState.Open && one.NotBefore > now)
            ?? candidates.Find(one => one.State == InterventionState.Requested)
            ?? candidates.FirstOrDefault();
    }

    /// <summary>A sign-in by an armed key opens its own intervention and no other.</summary>
    private static async Task<bool> ArmedAsync(AdminDb db, Guid interventionId, SignInSession signIn, string source, DateTimeOffset now) =>
        signIn.ArmedInterventionId == interventionId
        && signIn.Source == source
        && await db.Armings.AnyAsync(arming => arming.TechnicianId == signIn.AccountId && arming.InterventionId == interventionId && arming.Source == source && arming.EndedAt == null && arming.Until > now);
}
