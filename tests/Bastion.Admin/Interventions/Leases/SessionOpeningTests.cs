using System.Security.Cryptography;
using Bastion.Admin.Contracts;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Interventions.Leases;

public sealed class SessionOpeningTests
{
    [Fact]
    public async Task Open_OneTickBeforeTheWindowAndAtIt_IsNotYetAndThenOpens()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync(TimeSpan.FromHours(1));
        var from = (await hospital.ReadAsync(id)).NotBefore;
        hospital.Time.Advance(from - hospital.Now - TimeSpan.FromTicks(1));
        var early = await hospital.ConnectAsync();
        Assert.Equal("window.not_yet", early.Denial?.Code);
        Assert.Equal(Denial.Instant(from), early.Denial?.Facts["at"]);
        Assert.Equal(InterventionState.Approved, (await hospital.ReadAsync(id)).State);
        hospital.Time.Advance(TimeSpan.FromTicks(1));
        Assert.True((await hospital.ConnectAsync()).Done);
        Assert.Equal(InterventionState.Open, (await hospital.ReadAsync(id)).State);
        Assert.Contains("session.refused", await hospital.JournalKindsAsync());
    }

    [Fact]
    public async Task Open_AtNotAfter_IsOver()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        hospital.Time.Advance((await hospital.ReadAsync(id)).NotAfter - hospital.Now);
        Assert.Equal("window.over", (await hospital.ConnectAsync(id)).Denial?.Code);
        Assert.Equal((InterventionState.Lapsed, EndCause.Unused), ((await hospital.ReadAsync(id)).State, (await hospital.ReadAsync(id)).Cause));
    }

    [Fact]
    public async Task Open_Lease_IsSignedForThisSessionAndHoldsNoSecret()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        var session = (await hospital.ConnectAsync(id)).Value!;
        Assert.True(hospital.LeaseKey.VerifyData(session.Lease, session.LeaseSignature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        var lease = Lease.Parser.ParseFrom(session.Lease);
        Assert.Equal(session.Id.ToString(), lease.SessionId);
        Assert.Equal(60_000, lease.LeaseMillis);
        Assert.Equal(((await hospital.ReadAsync(id)).NotAfter - hospital.Now).TotalMilliseconds, lease.RemainingMillis);
        Assert.True(lease.Controls is { Shell: true, Exec: false, SftpDown: false });
        Assert.Equal("claire", lease.ApprovedBy);
        Assert.DoesNotContain(TestHospital.DevicePassword, lease.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_SameSessionAgain_IsTheSameLease()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        var session = Guid.NewGuid();
        var first = await hospital.ConnectAsync(id, session);
        hospital.Time.Advance(TimeSpan.FromSeconds(3));
        var second = await hospital.ConnectAsync(id, session);
        Assert.Equal(first.Value!.Lease, second.Value!.Lease);
        Assert.Equal(1, await hospital.Store.ReadAsync(db => db.Sessions.CountAsync()));
        Assert.Equal("lease.over", (await hospital.ConnectAsync(id, session, hospital.Lucie)).Denial?.Code);
    }

    [Fact]
    public async Task Open_ManyAtOnce_NeverMoreThanTheLimit()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        var token = await hospital.SignInAsync(hospital.Sami);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => hospital.ConnectAsync(id, token: token))));
        Assert.Equal(3, outcomes.Count(outcome => outcome.Done));
        Assert.All(outcomes.Where(outcome => !outcome.Done), outcome => Assert.Equal("concurrency.reached", outcome.Denial!.Code));
        Assert.Equal("concurrency.reached", (await hospital.ConnectAsync(id, token: token)).Denial?.Code);
    }

    [Fact]
    public async Task Open_ByAPersonNotNamed_IsNotYours()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        Assert.Equal("intervention.not_yours", (await hospital.ConnectAsync(id, technician: hospital.Lucie)).Denial?.Code);
        Assert.Equal("device.unknown", (await hospital.ConnectAsync(technician: hospital.Lucie)).Denial?.Code);
        Assert.Equal("protocol.not_granted", (await hospital.ConnectAsync(id, protocol: "rdp")).Denial?.Code);
        Assert.Equal("source.not_allowed", (await hospital.ConnectAsync(id, source: "203.0.113.9")).Denial?.Code);
    }

    [Fact]
    public async Task Open_SecondFactorOlderThanFifteenMinutes_IsStale()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        var token = await hospital.SignInAsync(hospital.Sami);
        hospital.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.True((await hospital.ConnectAsync(id, token: token)).Done);
        hospital.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("factor.stale", (await hospital.ConnectAsync(id, token: token)).Denial?.Code);
    }

    [Fact]
    public async Task Open_JournalSilent_GivesNoLeaseAndTakesThePermitBack()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        hospital.Journal.Answers = false;
        var session = Guid.NewGuid();
        var opening = hospital.ConnectAsync(id, session);
        await Bastion.Testing.Eventually.True(() =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(1));
            return opening.IsCompleted;
        }, "the door answers");
        Assert.Equal("journal.behind", (await opening).Denial?.Code);
        var row = await hospital.Store.ReadAsync(db => db.Sessions.SingleAsync(one => one.Id == session));
        Assert.Equal((SessionState.Ended, SessionEndReason.RecorderLost, 0), (row.State, row.EndReason, row.Lease.Length));
        Assert.Equal("journal.behind", (await hospital.ConnectAsync(id)).Denial?.Code);
    }

    [Fact]
    public async Task Revoke_WithLiveSessions_EndsTheInterventionAndRefusesTheNext()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var link = new GatewayLink { GatewayId = "gateway" };
        hospital.Get<GatewayLinks>().Add(link);
        var id = await hospital.ApprovedAsync();
        var session = (await hospital.ConnectAsync(id)).Value!;
        Assert.True((await hospital.Get<InterventionDesk>().RevokeAsync(await hospital.StaffAsync(hospital.Claire), id, "Besoin clinique immédiat", CancellationToken.None)).Done);
        Assert.True(link.Orders.TryRead(out var order));
        Assert.Equal((session.Id.ToString(), "StaffRevoked"), (order.End.SessionId, order.End.Reason));
        Assert.Equal("intervention.not_open", (await hospital.ConnectAsync(id)).Denial?.Code);
        var renewed = await hospital.Get<SessionReports>().RenewAsync(new Renew { SessionIds = { session.Id.ToString() } }, "gateway");
        Assert.Equal((0, "StaffRevoked"), (renewed.Sessions[0].LeaseMillis, renewed.Sessions[0].EndReason));
    }

    [Fact]
    public async Task ArmedKey_OpensItsOwnInterventionOnly()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var id = await hospital.ApprovedAsync();
        var portal = await hospital.SignInAsync(hospital.Sami);
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = SshKeyMaker.Of(ecdsa);
        var ring = hospital.Get<KeyRing>();
        var added = await ring.AddAsync(portal, "poste", key.Line, CancellationToken.None);
        Assert.True(added.Done);
        var source = SignInSource.Of("127.0.2.7", "ssh", "OpenSSH");

        Assert.NotNull((await SignIn(source)).Value?.Attempt);
        Assert.True((await ring.ArmAsync(portal, added.Value.Id, id, source, CancellationToken.None)).Done);
        Assert.NotNull((await SignIn(SignInSource.Of("127.0.2.8", "ssh", ""))).Value?.Attempt);
        hospital.Time.Advance(TimeSpan.FromMinutes(14));
        var armed = (await SignIn(source)).Value?.SignedIn;
        Assert.Equal(id, armed?.Live.SignIn.ArmedInterventionId);
        hospital.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.True((await hospital.ConnectAsync(id, token: armed!.Token)).Done);
        await hospital.Get<SignInDesk>().SignOutAsync(AccountKind.Technician, portal, CancellationToken.None);
        Assert.NotNull((await SignIn(source)).Value?.Attempt);

        Task<Outcome<KeySignIn>> SignIn(SignInSource from)
        {
            var data = key.SignedData("sami+ana-01");
            return ring.SignInAsync("sami", key.Blob, "ecdsa-sha2-nistp256", data, key.Sign(data), from, CancellationToken.None);
        }
    }
}
