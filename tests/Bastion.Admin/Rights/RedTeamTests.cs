using Bastion.Admin.Contracts;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Admin.Tests.Rights;

/// <summary>
/// Gateway is taken: its certificate and key are the attacker's, and so is the network. Against the real Admin and the real Recorder it can
/// neither read evidence, nor hold or erase it, nor write another plane's acts, nor open anything without a technician who proved himself, nor have a secret without a receipt.
/// </summary>
public sealed class RedTeamTests
{
    [Fact]
    [Trait("ASVS", "8.3.3")]
    [Trait("ASVS", "9.1.1")]
    public async Task Gateway_Taken_ReadsNothingDecidesNothingAndForgesNothing()
    {
        await using var planes = await TwoPlanes.StartAsync();
        var recorder = planes.To(Plane.Recorder, "gateway");
        var admin = planes.To(Plane.Admin, "gateway");
        var evidence = new Evidence.EvidenceClient(recorder);
        var viewer = new Viewer { PersonId = Guid.NewGuid().ToString(), Name = "Claire", Role = "Auditor", Reason = "contrôle qualité" };
        var any = Guid.NewGuid().ToString();

        await DeniedAsync(() => FirstAsync(evidence.List(new ListRecordingsRequest())));
        await DeniedAsync(async () => await evidence.GetAsync(new GetRecordingRequest { RecordingId = any }));
        await DeniedAsync(() => FirstAsync(evidence.Read(new ReadRecordingRequest { RecordingId = any, Viewer = viewer })));
        await DeniedAsync(async () => await evidence.VerifyAsync(new GetRecordingRequest { RecordingId = any }));
        await DeniedAsync(() => FirstAsync(evidence.ExportPack(new ExportPackRequest())));
        await DeniedAsync(() => FirstAsync(evidence.ExportAsciicast(new ReadRecordingRequest { RecordingId = any, Viewer = viewer })));
        await DeniedAsync(() => FirstAsync(evidence.Files(new ReadRecordingRequest { RecordingId = any, Viewer = viewer })));
        await DeniedAsync(async () => await evidence.CoverageAsync(new CoverageRequest()));
        await DeniedAsync(() => FirstAsync(new Search.SearchClient(recorder).Find(new SearchRequest())));
        var retention = new Retention.RetentionClient(recorder);
        await DeniedAsync(async () => await retention.HoldAsync(new RetentionRequest()));
        await DeniedAsync(async () => await retention.LiftHoldAsync(new RetentionRequest()));
        await DeniedAsync(async () => await retention.EraseAsync(new RetentionRequest()));
        await DeniedAsync(async () => await retention.StateAsync(new RetentionRequest()));
        var journal = new Journal.JournalClient(recorder);
        await DeniedAsync(() => FirstAsync(journal.Read(new ReadJournalRequest())));
        foreach (var kind in new[] { "intervention.approved", "person.added", "credential.revealed", "evidence.exported", "hold.lifted" })
            await RefusedAsync(async () => await journal.AppendAsync(new AppendEntriesRequest { Entries = { new Bastion.Recorder.Contracts.Entry { Id = Guid.NewGuid().ToString(), Kind = kind, Actor = new Actor { Type = "staff", Name = "Claire" } } } }));
        await RefusedAsync(async () => await new Bastion.Recorder.Contracts.Recording.RecordingClient(recorder).OpenAsync(new OpenRecordingRequest { SignedLease = new SignedLease { Lease = new Lease { LeaseId = any, SessionId = any }.ToByteString(), Signature = ByteString.CopyFrom(new byte[64]) }.ToByteString(), GatewayId = "red" }));

        var access = new Access.AccessClient(admin);
        foreach (var token in new[] { "", "0", new string('A', 43) })
        {
            var opened = await access.OpenSessionAsync(new OpenSessionRequest { Token = token, SessionId = Guid.NewGuid().ToString(), Device = "ANA-01", Protocol = "ssh", Source = new Source { Address = "127.0.0.1", Listener = "ssh" } });
            Assert.Equal("sign_in.over", opened.Refusal?.Code);
            Assert.Equal("sign_in.over", (await access.ListOpenAsync(new SignInToken { Token = token })).Refusal?.Code);
        }

        var released = await access.ReleaseCredentialAsync(new ReleaseCredentialRequest { LeaseId = any, Receipt = ByteString.CopyFrom(new byte[300]) });
        Assert.Null(released.Credential);
        Assert.NotNull(released.Refusal);

        // Nothing of the contract decides, lists devices of nobody, or names a secret.
        var methods = Contracts.Access.Descriptor.Methods.Concat(Contracts.Identity.Descriptor.Methods).Concat(Contracts.Interventions.Descriptor.Methods).Concat(Contracts.Airlock.Descriptor.Methods).Select(method => method.Name);
        Assert.DoesNotContain(methods, name => name.Contains("Approve", StringComparison.Ordinal) || name.Contains("Vault", StringComparison.Ordinal) || name.Contains("Secret", StringComparison.Ordinal) || name.Contains("Reveal", StringComparison.Ordinal));
    }

    private static Task DeniedAsync(Func<Task> attempt) => RefusedAsync(attempt, StatusCode.PermissionDenied);

    private static async Task RefusedAsync(Func<Task> attempt, StatusCode? code = null)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(attempt);
        if (code is not null)
            Assert.Equal(code, refused.StatusCode);
        Assert.NotEqual(StatusCode.Unknown, refused.StatusCode);
        Assert.NotEqual(StatusCode.Internal, refused.StatusCode);
    }

    private static async Task FirstAsync<T>(AsyncServerStreamingCall<T> call)
    {
        using (call)
            await call.ResponseStream.MoveNext(CancellationToken.None);
    }
}
