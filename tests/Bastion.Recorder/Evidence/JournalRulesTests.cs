using System.Text.Json.Nodes;
using Bastion.Hosting;
using Bastion.Recorder.Journal;
using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>The journal's part of a pack in bastion-verify: proofs, the row of an intervention, its clock, and what it says of recordings.</summary>
public sealed class JournalRulesTests : IDisposable
{
    private readonly SyntheticPack _pack = new();

    public void Dispose() => _pack.Dispose();

    [Fact]
    public void Entry_ThatIsNotInTheTree_IsNamed()
    {
        _pack.JournalPart = part =>
        {
            var leaf = Convert.FromBase64String(part["entries"]![1]!["leaf"]!.GetValue<string>());
            leaf[50] ^= 1;
            part["entries"]![1]!["leaf"] = Convert.ToBase64String(leaf);
        };
        Assert.Equal("proof entry 3", Said.Flaws(_pack.Verified())[0]);
        _pack.JournalPart = part => part["entries"]![1]!["index"] = 4;
        Assert.Equal("proof entry 4", Said.Flaws(_pack.Verified())[0]);
        _pack.JournalPart = part => part["entries"]![1]!["path"] = new JsonArray();
        Assert.Equal("proof entry 3", Said.Flaws(_pack.Verified())[0]);
    }

    [Fact]
    public void Entry_ThatIsNoLeaf_IsNamed()
    {
        foreach (var leaf in (byte[][])[[], new byte[62], [1, .. new byte[100]]])
        {
            _pack.JournalPart = part => part["entries"]![1]!["leaf"] = Convert.ToBase64String(leaf);
            Assert.Equal("entry entry 3", Said.Flaws(_pack.Verified())[0]);
        }
    }

    [Fact]
    public void Entry_ThatItsKeyDoesNotOpen_IsNamed()
    {
        _pack.Keys = keys => keys["entries"]!["3"] = Convert.ToBase64String(new byte[32]);
        Assert.Equal("entry entry 3", Said.Flaws(_pack.Verified())[0]);
    }

    [Fact]
    public void Entry_WhoseKeyWasDestroyed_IsSaidAndNotAFlaw()
    {
        _pack.Entries[0] = _pack.Entries[0] with { Erased = true };
        var report = _pack.Verified();
        Said.Nothing(report);
        Assert.StartsWith("1 entries were erased", Assert.Single(report.Unchecked), StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_LeftOut_BreaksTheRow()
    {
        _pack.JournalPart = part => part["entries"]!.AsArray().RemoveAt(0);
        Assert.Equal(["gap entry 3"], Said.Flaws(_pack.Verified()));
        _pack.JournalPart = part => part["entries"]!.AsArray().RemoveAt(1);
        Assert.Contains("gap entry 5", Said.Flaws(_pack.Verified()));
        _pack.JournalPart = part => part["entries"]!.AsArray().RemoveAt(4);
        Assert.Contains("gap journal.json", Said.Flaws(_pack.Verified()));
        _pack.JournalPart = part => part["entries"]!.AsArray().Clear();
        Assert.Contains("gap journal.json", Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Entry_ShownInAnotherOrder_IsAsGood()
    {
        _pack.JournalPart = part =>
        {
            var entries = part["entries"]!.AsArray();
            var first = entries[0];
            entries.RemoveAt(0);
            entries.Add(first);
        };
        Said.Nothing(_pack.Verified());
    }

    [Fact]
    public void Entry_ThatSaysItIsTheFirst_BreaksTheRow()
    {
        _pack.Entries[2] = _pack.Entries[2] with { Previous = 0 };
        var report = _pack.Verified();
        Assert.Equal(["gap entry 5"], Said.Flaws(report));
        Assert.Equal("it says it is the first", report.Flaws[0].Text);
        _pack.Entries[2] = _pack.Entries[2] with { Previous = 3 };
        Assert.Equal("the entry before it, 2, is not in the pack", Assert.Single(_pack.Verified().Flaws).Text);
    }

    [Fact]
    public void Entry_OfAnotherIntervention_IsNamed()
    {
        _pack.Entries[2] = _pack.Entries[2] with { Intervention = Guid.NewGuid().ToString() };
        Assert.Equal(["entry entry 5"], Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Intervention_WrittenInCapitals_IsTheSame()
    {
        _pack.Manifest = manifest => manifest["intervention"] = _pack.Intervention.ToUpperInvariant();
        Said.Nothing(_pack.Verified());
    }

    [Fact]
    public void Export_ThatIsNotTheLastEntryOrOfAnotherKind_IsAFlaw()
    {
        _pack.Entries[4] = _pack.Entries[4] with { Kind = "evidence.viewed" };
        Assert.Equal(["gap journal.json"], Said.Flaws(_pack.Verified()));
        _pack.Entries[4] = _pack.Entries[4] with { Kind = "evidence.exported" };
        _pack.Manifest = manifest => manifest["exported"] = _pack.Entries[3].Index;
        Assert.Contains("gap journal.json", Said.Flaws(_pack.Verified()));
    }

    [Theory]
    [InlineData(2.0, true)]
    [InlineData(2.001, false)]
    [InlineData(3600.0, false)]
    public void Clock_SetBackBetweenTwoEntries_IsNamedBeyondTwoSeconds(double seconds, bool holds)
    {
        _pack.Entries[2] = _pack.Entries[2] with { StoredAt = _pack.Entries[1].StoredAt - seconds };
        Assert.Equal(holds ? [] : ["clock entry 5"], Said.Flaws(_pack.Verified()));
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(601, false)]
    [InlineData(-600, true)]
    [InlineData(-601, false)]
    public void Clock_OfTheExportFarFromTheWitnesss_IsNamedBeyondTenMinutes(int seconds, bool holds)
    {
        _pack.WitnessedAt = 60 + seconds;
        Assert.Equal(holds ? [] : ["clock entry 9"], Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Recording_ThatTheJournalOpenedAndThePackHasNot_IsMissing()
    {
        var id = _pack.Recordings[0].Id;
        _pack.Recordings[0].InManifest = false;
        _pack.Files = files => files.Remove($"recordings/{id}.rec");
        Assert.Equal([$"missing {id}"], Said.Flaws(_pack.Verified()));
        // Only Recorder's own word counts.
        _pack.Entries[1] = _pack.Entries[1] with { Service = Plane.Gateway };
        Assert.Equal([$"gap session {_pack.Recordings[0].Session}"], Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Recording_NamedWithoutAFileOrAnId_IsMissing()
    {
        var one = _pack.Recordings[0];
        one.FileInManifest = false;
        _pack.Files = files => files.Remove($"recordings/{one.Id}.rec");
        Assert.Equal([$"missing {one.Id}"], Said.Flaws(_pack.Verified()));
        one.FileInManifest = true;
        Assert.Equal([$"missing {one.Id}"], Said.Flaws(_pack.Verified()));
        (_pack.Files, one.IdInManifest) = (null, "not an id");
        Assert.Equal(["missing not an id", $"missing {one.Id}"], Said.Flaws(_pack.Verified()));
    }

    [Fact]
    public void Recording_WhoseKeyIsNotThereThoughNotErased_IsNamed()
    {
        _pack.Keys = keys => keys["recordings"]!.AsObject().Clear();
        Assert.Equal([$"keys {_pack.Recordings[0].Id}"], Said.Flaws(_pack.Verified()));
        _pack.Keys = null;
        _pack.Recordings[0].State = "erased";
        var report = _pack.Verified();
        Said.Nothing(report);
        Assert.Contains(report.Passed, text => text.Contains("erased: chain and signatures only", StringComparison.Ordinal));
    }

    [Fact]
    public void Recording_WhoseTypedInputIsNotForThisReader_IsSaid()
    {
        _pack.Recordings[0].InputKey = false;
        var report = _pack.Verified();
        Said.Nothing(report);
        Assert.Contains(report.Passed, text => text.Contains("typed input is sealed", StringComparison.Ordinal));
        Assert.DoesNotContain(_pack.Verified(passphrase: null).Passed, text => text.Contains("typed input", StringComparison.Ordinal));
        _pack.Recordings[0].InputKey = true;
        Assert.DoesNotContain(_pack.Verified().Passed, text => text.Contains("typed input", StringComparison.Ordinal));
    }

    [Fact]
    public void Recording_SealedOtherwiseThanTheJournalSays_IsNamed()
    {
        var one = _pack.Recordings[0];
        string[] flaw = [$"journal {one.Id}"];
        _pack.Entries[3] = SyntheticPack.Sealed(one, 3, "GatewayLost");
        Assert.Equal(flaw, Said.Flaws(_pack.Verified()));
        _pack.Entries[3] = SyntheticPack.Sealed(one, 3) with { Facts = new() { ["head"] = new string('0', 64), ["reason"] = "TechnicianClosed" } };
        Assert.Equal(flaw, Said.Flaws(_pack.Verified()));
        _pack.Entries[3] = SyntheticPack.Sealed(one, 3) with { Service = Plane.Gateway };
        Assert.Equal(flaw, Said.Flaws(_pack.Verified()));
        _pack.Entries[3] = SyntheticPack.Sealed(one, 3) with { Kind = "recording.closed" };
        Assert.Equal(flaw, Said.Flaws(_pack.Verified()));
        _pack.Entries[3] = SyntheticPack.Sealed(one, 3) with { Subject = Guid.NewGuid().ToString() };
        Assert.Equal(flaw, Said.Flaws(_pack.Verified()));
        _pack.Entries[3] = SyntheticPack.Sealed(one, 3) with { Subject = one.Id.ToString().ToUpperInvariant() };
        Said.Nothing(_pack.Verified());
    }

    [Fact]
    public void Recording_WrittenInCapitalsInTheManifest_IsTheSame()
    {
        var one = _pack.Recordings[0];
        one.IdInManifest = one.Id.ToString().ToUpperInvariant();
        _pack.Keys = keys =>
        {
            var key = keys["recordings"]![one.Id.ToString()]!.DeepClone();
            keys["recordings"] = new JsonObject { [one.IdInManifest] = key };
        };
        Said.Nothing(_pack.Verified());
    }

    [Fact]
    public void Recording_ThatWasRecovered_IsSaidSo()
    {
        var recovered = _pack.Recording(forge => forge.Batch(parts: [RecordForge.Frame(1, "$ ")]).Recover().Seal());
        _pack.Recordings.Add(recovered);
        _pack.Entries.Insert(4, new SyntheticEntry("recording.opened", recovered.Session, recovered.Id.ToString()) { Service = Plane.Recorder, StoredAt = 4 });
        _pack.Entries.Insert(5, SyntheticPack.Sealed(recovered, 5));
        var report = _pack.Verified();
        Said.Nothing(report);
        Assert.Single(report.Passed, text => text.EndsWith("recovered after a crash", StringComparison.Ordinal));
    }

    [Fact]
    public void Proof_OfEverySizeUpTo40_IsGoodForItsLeafAndPlaceAlone()
    {
        var tree = new MerkleTree();
        for (var i = 0; i < 40; i++)
            tree.Append(MerkleTree.LeafHash([(byte)i]));
        for (ulong size = 1; size <= 40; size++)
        {
            for (ulong index = 0; index < size; index++)
            {
                byte[][] path = [.. tree.InclusionProof(index, size)];
                var root = tree.Root(size);
                Assert.True(LogTree.Holds([(byte)index], index, size, root, path), $"{index} of {size}");
                Assert.False(LogTree.Holds([(byte)(index + 1)], index, size, root, path));
                Assert.False(LogTree.Holds([(byte)index], index, size, new byte[32], path));
                Assert.False(LogTree.Holds([(byte)index], size, size, root, path));
                Assert.False(LogTree.Holds([(byte)index], index, size, root, [.. path, new byte[32]]));
                if (path.Length > 0)
                {
                    Assert.False(LogTree.Holds([(byte)index], index, size, root, path[..^1]));
                    Assert.False(LogTree.Holds([(byte)index], index, size, root, [[.. path[0], 0], .. path[1..]]));
                }
                for (ulong other = 0; other < size; other++)
                    Assert.True(other == index || !LogTree.Holds([(byte)index], other, size, root, path), $"{index} as {other} of {size}");
            }
        }
        Assert.False(LogTree.Holds([0], 0, 0, MerkleTree.LeafHash([0]), []));
    }
}
