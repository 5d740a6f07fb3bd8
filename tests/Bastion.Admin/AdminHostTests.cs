using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace Bastion.Admin.Tests;

/// <summary>One intervention from request to stop, over mutual TLS, against a real Recorder.</summary>
public sealed class AdminHostTests
{
    private static readonly Source From = new() { Address = "127.0.2.7", Listener = "ssh", Client = "OpenSSH" };

    [Fact]
    public async Task Spine_AskApproveOpenRecordReleaseStop_EachPlaneDoesItsPart()
    {
        await using var planes = await TwoPlanes.StartAsync();
        var gateway = planes.To(Plane.Admin, "gateway");
        var token = await SignInAsync(new Contracts.Identity.IdentityClient(gateway));
        var interventions = new Contracts.Interventions.InterventionsClient(gateway);
        var device = Assert.Single((await interventions.ListDevicesAsync(new SignInToken { Token = token })).Devices);
        var asked = await interventions.SubmitAsync(Form(token, device.Id));
        Assert.Empty(asked.Errors);
        Assert.Matches("^INT-[0-9]{4}-00001$", asked.Number);

        var claire = await ClaireAsync(planes);
        var sheet = (await planes.Admin.Services.GetRequiredService<InterventionReader>().GetAsync(claire, asked.Number, CancellationToken.None))!;
        Assert.True(sheet.Row.MayDecide);
        var desk = planes.Admin.Services.GetRequiredService<InterventionDesk>();
        var approved = await desk.ApproveAsync(claire, new ApproveCommand(sheet.Row.Id, 1, sheet.DeviceVersion, sheet.AskedNotBefore, sheet.AskedNotAfter, sheet.AskedControls, "", "shown"), CancellationToken.None);
        Assert.Equal(new ActDone(Pending: false), approved.Value);

        var access = new Access.AccessClient(gateway);
        using var stream = access.KeepLeases();
        await stream.RequestStream.WriteAsync(new GatewayReport { Hello = new Hello { GatewayId = "g1" } });
        var session = Guid.NewGuid().ToString();
        var opened = await access.OpenSessionAsync(new OpenSessionRequest { Token = token, SessionId = session, Device = "ana-01", Protocol = "ssh", Source = From });
        Assert.Null(opened.Refusal);
        var receipt = await new Bastion.Recorder.Contracts.Recording.RecordingClient(planes.To(Plane.Recorder, "gateway")).OpenAsync(new OpenRecordingRequest { SignedLease = opened.Lease.ToByteString(), Client = "OpenSSH", GatewayId = "g1" });
        var lease = Lease.Parser.ParseFrom(opened.Lease.Lease);
        var released = await access.ReleaseCredentialAsync(new ReleaseCredentialRequest { LeaseId = lease.LeaseId, Receipt = receipt.ToByteString() });
        Assert.Equal(("service", TwoPlanes.DevicePassword), (released.Credential?.Account, released.Credential?.Password));

        await stream.RequestStream.WriteAsync(new GatewayReport { Renew = new Renew { SessionIds = { session } } });
        var renewed = await NextAsync(stream.ResponseStream, order => order.Renewed is not null);
        Assert.Equal(60_000, Assert.Single(renewed.Renewed.Sessions).LeaseMillis);
        Assert.True((await desk.RevokeAsync(claire, sheet.Row.Id, "Besoin clinique immédiat", CancellationToken.None)).Done);
        var end = await NextAsync(stream.ResponseStream, order => order.End is not null);
        Assert.Equal((session, "StaffRevoked"), (end.End.SessionId, end.End.Reason));

        var journal = new Journal.JournalClient(planes.To(Plane.Recorder, "admin"));
        await Eventually.True(async () =>
        {
            var kinds = new List<string>();
            using var read = journal.Read(new ReadJournalRequest { InterventionId = asked.Id });
            await foreach (var entry in read.ResponseStream.ReadAllAsync())
                kinds.Add(entry.Entry.Kind);
            return new[] { "intervention.requested", "intervention.approved", "session.permitted", "credential.released", "intervention.revoked" }.All(kinds.Contains);
        }, "the journal has every act");
    }

    [Fact]
    public async Task Contracts_CalledByRecorder_ArePermissionDenied()
    {
        await using var planes = await TwoPlanes.StartAsync();
        var access = new Access.AccessClient(planes.To(Plane.Admin, "recorder"));
        var denied = await Assert.ThrowsAsync<RpcException>(async () => await access.OpenSessionAsync(new OpenSessionRequest()));
        Assert.Equal(StatusCode.PermissionDenied, denied.StatusCode);
    }

    private static SubmitRequest Form(string token, string device)
    {
        var paris = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
        return new SubmitRequest
        {
            Token = token,
            RequestId = Guid.NewGuid().ToString(),
            DeviceId = device,
            Protocols = { "ssh" },
            Kind = "telemaintenance",
            Purpose = "corrective",
            Symptom = "Réactif bloqué depuis ce matin",
            LocalStart = paris.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            LengthMinutes = 60,
            ContactPhone = "01 99",
            Source = From,
        };
    }

    private static async Task<string> SignInAsync(Contracts.Identity.IdentityClient identity)
    {
        var attempt = await identity.BeginSignInAsync(new BeginSignInRequest { Login = "sami", Password = TwoPlanes.Password, Source = From });
        var code = new Totp(TwoPlanes.TotpSecret).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);
        var reply = await identity.FinishSignInAsync(new FinishSignInRequest { Attempt = attempt.Attempt, Code = code, Source = From });
        return reply.SignedIn.Token;
    }

    private static async Task<StaffContext> ClaireAsync(TwoPlanes planes)
    {
        var signIn = planes.Admin.Services.GetRequiredService<StaffSignIn>();
        var source = SignInSource.Of("10.0.0.1", "staff", "test");
        var attempt = await signIn.BeginAsync("claire", TwoPlanes.Password, source, CancellationToken.None);
        var code = new Totp(TwoPlanes.TotpSecret).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);
        return (await signIn.FinishAsync(attempt, code, source, CancellationToken.None)).Value!.Staff;
    }

    private static async Task<AdminOrder> NextAsync(IAsyncStreamReader<AdminOrder> stream, Func<AdminOrder, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (await stream.MoveNext(patience.Token))
        {
            if (wanted(stream.Current))
                return stream.Current;
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
