using System.Globalization;
using System.Text;
using Bastion.Hosting;
using Bastion.Recorder.Journal;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Bastion.Testing;
using NSec.Cryptography;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>The witness on its own, asked as C2SP tlog-witness says.</summary>
public sealed class WitnessTests : IDisposable
{
    private const string Origin = "recorder.bastion.internal/journal";
    private readonly TemporaryDirectory _keys = new("witness-keys");
    private readonly MerkleTree _tree = new();

    [Fact]
    public async Task Heads_ThatGrow_AreSignedAndKeptAcrossARestart()
    {
        await using var witness = await LocalWitness.StartAsync(_keys.Path);
        Grow(5);
        var (status, line) = await witness.AddAsync(Request(0, 5));
        Assert.Equal(200, status);
        Assert.StartsWith("— witness.example.org/hospital ", line, StringComparison.Ordinal);
        await witness.RestartAsync();
        Assert.EndsWith(line, await witness.LatestAsync(), StringComparison.Ordinal);
        Grow(7);
        Assert.Equal(200, (await witness.AddAsync(Request(5, 12))).Status);
        // Asked again it signs again: nothing changes.
        Assert.Equal(200, (await witness.AddAsync(Request(12, 12))).Status);
    }

    [Fact]
    public async Task Head_ThatIsSmallerOrOfAnotherHistory_IsRefusedWithWhatIsKnown()
    {
        await using var witness = await LocalWitness.StartAsync(_keys.Path);
        Grow(9);
        Assert.Equal(200, (await witness.AddAsync(Request(0, 9))).Status);
        Assert.Equal((409, "9\n"), await witness.AddAsync(Request(0, 4)));
        Assert.Equal((409, "9\n"), await witness.AddAsync(Request(4, 9)));
        Grow(3);
        Assert.Equal(422, (await witness.AddAsync(Request(9, 12, new MerkleTree()))).Status);
        Assert.Equal(422, (await witness.AddAsync(Request(9, 12).Replace(Convert.ToBase64String(_tree.ConsistencyProof(9, 12)[0]), Convert.ToBase64String(new byte[32]), StringComparison.Ordinal))).Status);
        var other = new MerkleTree();
        for (var i = 0; i < 9; i++)
            other.Append(MerkleTree.LeafHash([1, (byte)i]));
        Assert.Equal((409, "9\n"), await witness.AddAsync(Request(9, 9, other)));
        Assert.Equal(200, (await witness.AddAsync(Request(9, 12))).Status);
    }

    [Theory]
    [InlineData(404, "recorder.bastion.internal/journal\n", "somebody.else/journal\n")]
    [InlineData(403, "\n3\n", "\n2\n")]
    [InlineData(400, "old 0\n", "old x\n")]
    [InlineData(400, "old 0\n", "old 4\n")]
    [InlineData(400, "\n\n", "\n")]
    public async Task Request_ThatIsNotInOrder_IsRefused(int status, string what, string with)
    {
        await using var witness = await LocalWitness.StartAsync(_keys.Path);
        Grow(3);
        Assert.Equal(status, (await witness.AddAsync(Request(0, 3).Replace(what, with, StringComparison.Ordinal))).Status);
    }

    public void Dispose() => _keys.Dispose();

    private void Grow(int by)
    {
        for (var i = 0; i < by; i++)
            _tree.Append(MerkleTree.LeafHash(BitConverter.GetBytes(_tree.Size)));
    }

    private string Request(ulong old, ulong size, MerkleTree? tree = null)
    {
        tree ??= _tree;
        using var ring = KeyFiles.Load(new Disk(new LibcCalls()), _keys.Path, createMissing: false, new SettingsErrors())!;
        var root = tree.Size >= size ? tree.Root(size) : new byte[32];
        var body = new StringBuilder().Append(CultureInfo.InvariantCulture, $"old {old}\n");
        if (tree.Size >= size)
        {
            foreach (var hash in tree.ConsistencyProof(Math.Min(old, size), size))
                body.Append(Convert.ToBase64String(hash)).Append('\n');
        }
        return body.Append('\n').Append(new Checkpoint(Origin, size, root).Sign(ring.Journal)).ToString();
    }
}
