using Bastion.Recorder.Contracts;
using Bastion.Recorder.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Recorder.Tests.Journal;

public sealed class JournalTests
{
    [Fact]
    public async Task Append_OfTheSameEntryAgain_AnswersTheSameIndex()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var (first, second) = (Entry("decision.approved"), Entry("decision.refused"));
        Assert.Equal([0ul, 1], await AppendAsync(recorder.Journal, first, second));
        Assert.Equal([1ul, 2, 0, 2], await AppendAsync(recorder.Journal, second, Entry("x.y", "00000000-0000-7000-8000-000000000001"), first, Entry("x.y", "00000000-0000-7000-8000-000000000001")));

        var changed = first.Clone();
        changed.Reason = "another";
        var error = await Assert.ThrowsAsync<RpcException>(() => AppendAsync(recorder.Journal, changed));
        Assert.Equal(StatusCode.AlreadyExists, error.StatusCode);

        // An id belongs to the service that chose it: another one cannot take it away.
        var theirs = Entry("session.ended", first.Id);
        Assert.Equal([3ul], await AppendAsync(recorder.JournalOfGateway, theirs));
        Assert.Equal(["admin", "admin", "admin", "gateway"], (await recorder.JournalAsync(new ReadJournalRequest())).Select(e => e.Service));
    }

    [Fact]
    public async Task Append_InParallelWithTheSameIds_KeepsEachOnce()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var entries = Enumerable.Range(0, 50).Select(n => Entry("session.noted")).ToArray();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AppendAsync(recorder.Journal, entries)));
        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(50ul, (await recorder.Journal.StatusAsync(new StatusRequest())).JournalSize);
    }

    [Fact]
    public async Task Gateway_MayAppendItsKindsAndNeverRead()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        foreach (var kind in (string[])["session.ended", "control.refused", "sign_in.refused", "recording.refused", "file.sent", "clock.stepped"])
            await AppendAsync(recorder.JournalOfGateway, Entry(kind));
        foreach (var kind in (string[])["decision.approved", "intervention.opened", "sessions.ended", "storage.recovered"])
            Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => AppendAsync(recorder.JournalOfGateway, Entry(kind)))).StatusCode);
        using var call = recorder.JournalOfGateway.Read(new ReadJournalRequest());
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default))).StatusCode);
    }

    [Theory]
    [InlineData("", "a.b")]
    [InlineData("6f0c3f0a-58f4-7a55-9f2e-000000000001", "")]
    [InlineData("6f0c3f0a-58f4-7a55-9f2e-000000000001", "Kind With Spaces")]
    public async Task Entry_OutOfShape_IsInvalid(string id, string kind)
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var entry = Entry(kind);
        entry.Id = id;
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => AppendAsync(recorder.Journal, entry))).StatusCode);
    }

    [Fact]
    public async Task Read_WithFilters_AnswersWhatIsAskedAndNothingElse()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var (mine, other) = (Entry("session.ended"), Entry("decision.approved"));
        (mine.InterventionId, mine.DeviceId, mine.SessionId, mine.Reason) = ("int-1", "dev-1", "ses-1", "Étalonnage du spectromètre");
        mine.Actor = new Actor { Type = "technician", Id = "per-1", Name = "Sami Belkacem" };
        mine.Facts["reason"] = "WindowEnded";
        other.At = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await AppendAsync(recorder.Journal, Entry("x.y"), mine, other);
        await recorder.StopAsync();
        await recorder.StartAgainAsync();

        foreach (var request in (ReadJournalRequest[])
            [
                new() { KindPrefix = "session." }, new() { InterventionId = "int-1" }, new() { DeviceId = "dev-1" }, new() { SessionId = "ses-1" },
                new() { PersonId = "per-1" }, new() { Text = "spectromÈtre" }, new() { Text = "windowended" }, new() { FromIndex = 1, Limit = 1 },
                new() { FromIndex = 1, NewestFirst = true, Limit = 1 },
            ])
            Assert.Equal([1ul], (await recorder.JournalAsync(request)).Select(e => e.Index));
        Assert.Equal([2ul], (await recorder.JournalAsync(new ReadJournalRequest { Until = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero)) })).Select(e => e.Index));
        Assert.Equal([2ul, 1, 0], (await recorder.JournalAsync(new ReadJournalRequest { NewestFirst = true })).Select(e => e.Index));
        Assert.Equal(mine, (await recorder.JournalAsync(new ReadJournalRequest { SessionId = "ses-1" }))[0].Entry);
    }

    [Fact]
    public async Task Status_HoldsAHeadOverExactlyTheStoredLeaves()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        await AppendAsync(recorder.Journal, Entry("a.b"), Entry("c.d"), Entry("e.f"));
        var tree = new MerkleTree();
        foreach (var stored in await recorder.JournalAsync(new ReadJournalRequest()))
        {
            Assert.Equal(MerkleTree.LeafHash(recorder.Store.Journal.Leaf(stored.Index)), stored.LeafHash.ToByteArray());
            tree.Append(stored.LeafHash.ToByteArray());
        }
        var status = await recorder.Journal.StatusAsync(new StatusRequest());
        Assert.Equal((3ul, true), (status.JournalSize, status.StorageOk));
        Assert.Equal(tree.Root(3), status.JournalHead.ToByteArray());
        Assert.StartsWith($"recorder.bastion.internal/journal\n3\n{Convert.ToBase64String(tree.Root(3))}\n\n", status.Checkpoint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_OnDisk_IsNotReadable_AndKnowsTheOneBeforeAboutItsIntervention()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        var (one, other) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        foreach (var about in (string[])[one, other, one, "", one])
        {
            var entry = Entry("intervention.touched");
            (entry.InterventionId, entry.Reason) = (about, "a reason that nobody else may read");
            await AppendAsync(recorder.Journal, entry);
        }
        Assert.Equal([0ul, 0, 1, 0, 3], (await recorder.JournalAsync(new ReadJournalRequest())).Select(stored => stored.Previous));
        await recorder.StopAsync();
        await recorder.StartAgainAsync();
        await AppendAsync(recorder.Journal, Entry("x.y"));
        Assert.Equal([0ul, 2, 4], recorder.Store.Journal.About(one));
        var file = await File.ReadAllBytesAsync(Path.Combine(recorder.DataDirectory, "journal", "journal.log"));
        Assert.Equal(-1, file.AsSpan().IndexOf("nobody else may read"u8));
        Assert.Equal(-1, file.AsSpan().IndexOf("intervention.touched"u8));
    }

    [Fact]
    public async Task Prove_LeadsEveryLeafToTheSignedHead_AndEveryHeadToTheNext()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        for (var i = 0; i < 13; i++)
            await AppendAsync(recorder.Journal, Entry("a.b"));
        var proof = await recorder.Journal.ProveAsync(new ProveRequest { Indexes = { 0, 5, 12 } });
        var root = Convert.FromBase64String(proof.Checkpoint.Split('\n')[2]);
        foreach (var leaf in proof.Leaves)
            Assert.Equal(root, FoldedRoot(MerkleTree.LeafHash(leaf.Leaf.Span), leaf.Index, 13, [.. leaf.Path.Select(hash => hash.ToByteArray())]));
        Assert.Equal(4, (await recorder.Journal.ConsistencyAsync(new ConsistencyRequest { First = 6 })).Path.Count);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => recorder.Journal.ProveAsync(new ProveRequest { Indexes = { 13 } }).ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => recorder.JournalOfGateway.ProveAsync(new ProveRequest()).ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task Month_WhoseKeyWasDestroyed_IsUnreadableAndStillProven()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        await AppendAsync(recorder.Journal, Entry("a.b"));
        var keys = recorder.Store.JournalKeys!;
        keys.Destroy(keys.Periods().Single());
        await recorder.StopAsync();
        await recorder.StartAgainAsync();
        Assert.True(recorder.Store.Health.Ok, recorder.Store.Health.Text);
        Assert.Empty(await recorder.JournalAsync(new ReadJournalRequest()));
        var proof = await recorder.Journal.ProveAsync(new ProveRequest { Indexes = { 0 } });
        Assert.Equal(Convert.FromBase64String(proof.Checkpoint.Split('\n')[2]), MerkleTree.LeafHash(proof.Leaves[0].Leaf.Span));
    }

    // RFC 9162 section 2.1.3.2.
    private static byte[] FoldedRoot(byte[] hash, ulong index, ulong size, byte[][] path)
    {
        var (at, last) = (index, size - 1);
        foreach (var sibling in path)
        {
            if (at % 2 == 1 || at == last)
            {
                hash = System.Security.Cryptography.SHA256.HashData([0x01, .. sibling, .. hash]);
                while (at % 2 == 0 && at != 0)
                    (at, last) = (at >> 1, last >> 1);
            }
            else
            {
                hash = System.Security.Cryptography.SHA256.HashData([0x01, .. hash, .. sibling]);
            }
            (at, last) = (at >> 1, last >> 1);
        }
        return hash;
    }

    [Fact]
    public async Task Start_OnAJournalShorterThanItsSignedHead_RefusesToGoOn()
    {
        await using var recorder = await RecorderUnderTest.StartAsync();
        await AppendAsync(recorder.Journal, Entry("a.b"));
        await recorder.StopAsync();
        var (journal, wal) = (Path.Combine(recorder.DataDirectory, "journal", "journal.log"), Path.Combine(recorder.DataDirectory, "wal"));
        var before = await File.ReadAllBytesAsync(journal);
        await recorder.StartAgainAsync();
        await AppendAsync(recorder.Journal, Entry("c.d"));
        await recorder.Journal.StatusAsync(new StatusRequest());
        await recorder.StopAsync();

        await File.WriteAllBytesAsync(journal, before);
        Directory.Delete(wal, recursive: true);
        await recorder.StartAgainAsync();
        var status = await recorder.Journal.StatusAsync(new StatusRequest());
        Assert.False(status.StorageOk);
        Assert.Contains("signed head of 2", status.StorageText, StringComparison.Ordinal);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => AppendAsync(recorder.Journal, Entry("e.f")))).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => recorder.OpenAsync())).StatusCode);
    }

    private static Entry Entry(string kind, string? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7().ToString(),
        Kind = kind,
        At = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 23, 20, 0, 0, TimeSpan.Zero)),
    };

    private static async Task<List<ulong>> AppendAsync(Contracts.Journal.JournalClient journal, params Entry[] entries) =>
        [.. (await journal.AppendAsync(new AppendEntriesRequest { Entries = { entries } })).Indexes];
}
