using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Bastion.Recorder.Sealing;
using Bastion.Testing;
using Xunit.Abstractions;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>
/// Both verifiers on a large recording alone, without the manifest that would find every change by its hash. BASTION_FLIPS sets how many bytes of
/// 10 MiB are flipped (2,000, of 1 MiB), BASTION_HONEST how many honest recordings must raise no alarm (40).
/// </summary>
public sealed class RecordingTamperTests(ITestOutputHelper output)
{
    private const int Tail = 64 << 10;

    [Fact]
    public async Task Recording_WithAByteFlippedOrItsTailCut_IsFoundByBothVerifiers()
    {
        var count = Asked("BASTION_FLIPS", 2000);
        using var large = new LargeRecording(count > 2000 ? 10 << 20 : 1 << 20, 7);
        Assert.False(TamperSweep.FoundFromTheStart(large, large.Bytes.Length));
        var random = new Random(20261125);
        var flips = Enumerable.Range(0, count).Select(_ => (At: random.Next(large.Bytes.Length), Bits: (byte)(1 << random.Next(8)))).ToList();
        var cuts = Enumerable.Range(large.Bytes.Length - Tail, Tail).ToList();
        Assert.Equal([], TamperSweep.Missed(large, flips, cuts));
        // Some of them from the first byte on, as a reader has it.
        foreach (var (at, bits) in flips.Take(100))
        {
            large.Bytes[at] ^= bits;
            Assert.True(TamperSweep.FoundFromTheStart(large, large.Bytes.Length), $"byte {at}");
            large.Bytes[at] ^= bits;
        }
        Assert.All(cuts.Where((_, i) => i % 1009 == 0), length => Assert.True(TamperSweep.FoundFromTheStart(large, length), $"cut to {length} bytes"));
        Assert.False(TamperSweep.FoundFromTheStart(large, large.Bytes.Length));
        output.WriteLine($"bastion-verify: {count} flips and {Tail} cuts of {large.Bytes.Length} bytes, each found");

        var answer = await OnThePageAsync(new { flips = flips.Select(flip => (int[])[flip.At, flip.Bits]), cuts, whole = 20 }, [large]);
        Assert.Equal("[]", answer.GetProperty("missed").GetRawText());
        Assert.Equal((count, Tail), (answer.GetProperty("flips").GetInt32(), answer.GetProperty("cuts").GetInt32()));
        output.WriteLine($"the page: {answer}");
    }

    [Fact]
    public async Task Recording_ThatIsHonest_RaisesNoAlarm()
    {
        var honest = Asked("BASTION_HONEST", 40);
        var recordings = Enumerable.Range(0, honest).Select(seed => new LargeRecording(1000 + (seed * 977 % 300_000), seed)).ToList();
        Assert.All(recordings, recording => Assert.False(TamperSweep.FoundFromTheStart(recording, recording.Bytes.Length)));
        var answer = await OnThePageAsync(new { flips = Array.Empty<int[]>(), cuts = Array.Empty<int>(), whole = 0 }, recordings);
        Assert.Equal((honest, "[]"), (answer.GetProperty("honest").GetInt32(), answer.GetProperty("missed").GetRawText()));
        recordings.ForEach(recording => recording.Dispose());
        output.WriteLine($"{honest} honest recordings, {recordings.Sum(recording => (long)recording.Bytes.Length)} bytes, no alarm of either");
    }

    private static int Asked(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var asked) ? asked : otherwise;

    // The page's code under Node.js; tampers with the last of the recordings, after all were looked at as they are.
    private static async Task<JsonElement> OnThePageAsync(object what, IReadOnlyList<LargeRecording> recordings)
    {
        await using var node = ChildProcess.Start("node", [Path.Combine(Here(), "tamper.mjs")]);
        await SendAsync(JsonSerializer.SerializeToUtf8Bytes(what));
        foreach (var recording in recordings)
        {
            await SendAsync(JsonSerializer.SerializeToUtf8Bytes(new
            {
                id = LargeRecording.Id,
                replay = recording.Keys.Reveal(KeyPurpose.Replay),
                input = recording.Keys.Reveal(KeyPurpose.Input),
                signer = recording.Signer.ExportSubjectPublicKeyInfo(),
            }));
            await SendAsync(recording.Bytes);
        }
        node.Input.Close();
        await node.Exited.Within("the page's code to end", TimeSpan.FromHours(2));
        Assert.True(node.Output.Text.Length > 0, node.Errors.Text);
        return JsonDocument.Parse(node.Output.Text).RootElement;

        async Task SendAsync(byte[] bytes)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            await node.Input.WriteAsync(length);
            await node.Input.WriteAsync(bytes);
            await node.Input.FlushAsync();
        }
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
