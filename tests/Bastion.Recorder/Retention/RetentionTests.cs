using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Bastion.Recorder.Retention;
using Bastion.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Recorder.Tests.Retention;

public sealed class RetentionTests
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Recording_OlderThanItsClass_IsUnreadableWhileItsBytesAndTheJournalStillVerify()
    {
        await using var recorder = await RecorderUnderTest.StartAsync(_time);
        var (expired, held) = (await RecordAsync(recorder), await RecordAsync(recorder));
        await recorder.Retention.HoldAsync(Request(held.Lease.InterventionId));
        var expiry = recorder.Services.GetServices<IHostedService>().OfType<ExpiryKeeper>().Single();
        _time.SetUtcNow(_time.GetUtcNow().AddMonths(12) - TimeSpan.FromMinutes(1));
        await expiry.RunAsync();
        Assert.Equal((true, "intact"), await VerdictAsync(recorder, expired));
        _time.SetUtcNow(_time.GetUtcNow().AddMinutes(2));
        await expiry.RunAsync();
        await expiry.RunAsync();

        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(() => recorder.ReadAsync(expired.RecordingId))).StatusCode);
        Assert.Equal((true, "keys"), await VerdictAsync(recorder, expired));
        Assert.Equal((true, "intact"), await VerdictAsync(recorder, held));
        Assert.NotEmpty(await recorder.ReadAsync(held.RecordingId));
        Assert.Single(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "recording.expired" }));
        await recorder.StopAsync();
        await recorder.StartAgainAsync();
        Assert.Equal((true, "keys"), await VerdictAsync(recorder, expired));
        Assert.Equal(("Sealed", ""), await StateAsync(recorder, expired));
    }

    [Fact]
    public async Task Journal_OlderThanItsClass_LosesItsWordsAndKeepsItsTree()
    {
        await using var recorder = await RecorderUnderTest.StartAsync(_time);
        var session = await RecordAsync(recorder);
        var root = (await recorder.Journal.ProveAsync(new ProveRequest { Indexes = { 0 } })).Leaves[0].Leaf;
        _time.SetUtcNow(_time.GetUtcNow().AddMonths(38));
        var expiry = recorder.Services.GetServices<IHostedService>().OfType<ExpiryKeeper>().Single();
        await expiry.RunAsync();
        Assert.Empty(await recorder.JournalAsync(new ReadJournalRequest { SessionId = session.Lease.SessionId, KindPrefix = "recording.opened" }));
        Assert.Equal(root, (await recorder.Journal.ProveAsync(new ProveRequest { Indexes = { 0 } })).Leaves[0].Leaf);
        await recorder.StopAsync();
        await recorder.StartAgainAsync();
        Assert.True((await recorder.Journal.StatusAsync(new StatusRequest())).StorageOk);
        Assert.Single(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "journal.expired" }));
    }

    [Fact]
    public async Task Erasure_BeforeItsTime_NeedsTwoPersonsAndNoHold()
    {
        await using var recorder = await RecorderUnderTest.StartAsync(_time);
        var session = await RecordAsync(recorder);
        var (first, second) = (RecorderUnderTest.Auditor(), RecorderUnderTest.Auditor());
        await recorder.Retention.HoldAsync(Request(session.Lease.InterventionId, first));
        await RefusedAsync(() => recorder.Retention.EraseAsync(Erasure(session, first)).ResponseAsync);
        await recorder.Retention.LiftHoldAsync(Request(session.Lease.InterventionId, first));
        await RefusedAsync(() => recorder.Retention.LiftHoldAsync(Request(session.Lease.InterventionId, first)).ResponseAsync);
        Assert.False((await recorder.Retention.LiftHoldAsync(Request(session.Lease.InterventionId, second))).Held);

        var asked = await recorder.Retention.EraseAsync(Erasure(session, first));
        Assert.Equal(session.RecordingId, asked.Erasures.Single().RecordingId);
        await RefusedAsync(() => recorder.Retention.EraseAsync(Erasure(session, first)).ResponseAsync);
        Assert.Equal((true, "intact"), await VerdictAsync(recorder, session));
        Assert.Empty((await recorder.Retention.EraseAsync(Erasure(session, second))).Erasures);
        Assert.Equal((true, "keys"), await VerdictAsync(recorder, session));
        await RefusedAsync(() => recorder.Retention.EraseAsync(Erasure(session, first)).ResponseAsync);
        Assert.Equal(
            ["hold.set", "hold.lift_asked", "hold.lifted", "erasure.asked", "recording.erased"],
            (await recorder.JournalAsync(new ReadJournalRequest())).Select(entry => entry.Entry.Kind).Where(kind => kind.StartsWith("hold.", StringComparison.Ordinal) || kind.Contains("eras", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Coverage_NamesASessionWithoutARecordingAndARecordingThatDoesNotVerify()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var (good, bad) = (await RecordAsync(recorder), await RecordAsync(recorder));
        var path = recorder.SealedPath(bad.RecordingId);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        var lost = Guid.NewGuid().ToString();
        var now = TimeProvider.System.GetUtcNow();
        var request = new CoverageRequest { From = Timestamp.FromDateTimeOffset(now.AddHours(-1)), Until = Timestamp.FromDateTimeOffset(now.AddHours(1)), Sessions = { good.Lease.SessionId, bad.Lease.SessionId, lost } };
        var statement = await recorder.Evidence.CoverageAsync(request);
        Assert.Equal((3, 2, 1), (statement.Sessions, statement.Recorded, statement.Verified));
        Assert.Equal([$"session {lost}: no recording", $"recording {bad.RecordingId}: does not verify"], statement.Holes);
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(recorder.Options.KeyDirectory, "signing.pub.pem")));
        Assert.True(key.VerifyData(
            System.Text.Encoding.UTF8.GetBytes("bastion coverage v1\n" + statement.Statement), statement.Signature.ToByteArray(), System.Security.Cryptography.HashAlgorithmName.SHA256));
        Assert.Single(await recorder.JournalAsync(new ReadJournalRequest { KindPrefix = "coverage.stated" }));
    }

    [Theory]
    [InlineData(95, 90, true, true)]
    [InlineData(95, 0, true, false)]
    [InlineData(0, 0, false, false)]
    public void Disk_AtItsShares_AlarmsFirstAndRefusesThen(int alarm, int refuse, bool alarms, bool refuses)
    {
        using var directory = new TemporaryDirectory("share");
        using var data = new DataDirectory(new Disk(new LibcCalls()), directory.Path);
        if (100.0 * data.FreeBytes / data.TotalBytes >= 90)
            return;
        var share = new DiskShare(() => data, alarm, refuse);
        Assert.Equal((alarms, refuses), (share.Alarm.Length > 0, share.IsSpent));
    }

    private static async Task<TestSession> RecordAsync(RecorderUnderTest recorder)
    {
        var session = await recorder.OpenAsync();
        using var feed = await session.FeedAsync();
        await feed.SendAsync(TestSession.Batch(1, TestSession.Output("patient data"), TestSession.Input("secret\r")));
        await feed.FinishAsync(1);
        await Eventually.True(() => recorder.Store.Catalogue.FindLive(Guid.Parse(session.RecordingId)) is null, "the recording to be in its place");
        return session;
    }

    private static async Task<(bool Intact, string Code)> VerdictAsync(RecorderUnderTest recorder, TestSession session)
    {
        var verification = await recorder.VerifyAsync(session.RecordingId);
        return (verification.Intact, verification.Code);
    }

    private static async Task<(string State, string Session)> StateAsync(RecorderUnderTest recorder, TestSession session)
    {
        var summary = await recorder.Evidence.GetAsync(new GetRecordingRequest { RecordingId = session.RecordingId });
        return (summary.State, summary.SessionId);
    }

    private static async Task RefusedAsync(Func<Task> act) =>
        Assert.Equal(StatusCode.FailedPrecondition, (await Assert.ThrowsAsync<RpcException>(act)).StatusCode);

    private static RetentionRequest Request(string intervention, Viewer? viewer = null) => new() { InterventionId = intervention, Viewer = viewer ?? RecorderUnderTest.Auditor() };

    private static RetentionRequest Erasure(TestSession session, Viewer viewer) => new() { RecordingId = session.RecordingId, Viewer = viewer };
}
