using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Verify;
using Google.Protobuf;
using Xunit.Abstractions;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>
/// bastion-verify on a large recording alone, without the manifest that would find every change by its hash. BASTION_FLIPS sets how many bytes of
/// 10 MiB are flipped (200, of 1 MiB), BASTION_HONEST how many honest recordings must raise no alarm (40).
/// </summary>
public sealed class RecordingTamperTests(ITestOutputHelper output)
{
    private static readonly Guid Id = Guid.Parse("01934b5e-8f00-7000-8000-0000000000bb");

    [Fact]
    public void Recording_WithAByteFlippedOrItsTailCut_IsNeverFine()
    {
        var flips = Asked("BASTION_FLIPS", 200);
        using var large = new LargeRecording(flips > 1000 ? 10 << 20 : 1 << 20, 7);
        Assert.Null(Flaw(large, large.Bytes));
        var random = new Random(20261125);
        for (var i = 0; i < flips; i++)
        {
            var at = random.Next(large.Bytes.Length);
            large.Bytes[at] ^= (byte)(1 << random.Next(8));
            Assert.True(Flaw(large, large.Bytes) is not null, $"byte {at}");
            large.Restore(at);
        }
        Assert.Null(Flaw(large, large.Bytes));
        var step = flips > 1000 ? 1 : 331;
        for (var cut = 1; cut <= 64 << 10; cut += step)
            Assert.True(Flaw(large, large.Bytes[..^cut]) is not null, $"{cut} bytes cut");
        output.WriteLine($"{flips} flips, {(64 << 10) / step} cuts of {large.Bytes.Length} bytes: each found");
    }

    [Fact]
    public void Recording_ThatIsHonest_RaisesNoAlarm()
    {
        var honest = Asked("BASTION_HONEST", 40);
        for (var seed = 0; seed < honest; seed++)
        {
            using var recording = new LargeRecording(1000 + (seed * 977 % 300_000), seed);
            Assert.Null(Flaw(recording, recording.Bytes));
        }
        output.WriteLine($"{honest} honest recordings, no alarm");
    }

    private static int Asked(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var asked) ? asked : otherwise;

    private static RecordingFlaw? Flaw(LargeRecording recording, byte[] bytes)
    {
        try
        {
            using var check = new RecordingCheck(Id, recording.Keys.Reveal(KeyPurpose.Replay), recording.Keys.Reveal(KeyPurpose.Input), recording.Signer, [recording.Signer]);
            check.Run(new MemoryStream(bytes));
            return null;
        }
        catch (RecordingFlaw flaw)
        {
            return flaw;
        }
    }

    private sealed class LargeRecording : IDisposable
    {
        private readonly byte[] _honest;
        private readonly SigningKey _signing;

        public LargeRecording(int size, int seed)
        {
            Signer = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
            _signing = new SigningKey(Signer);
            var random = new Random(seed);
            byte[] lease = [1, 2, 3];
            using var writer = new RecordWriter(new Preamble(Id, 1_790_000_000_000_000), Keys);
            using var bytes = new MemoryStream();
            Add(writer.Open(new Opening(lease, _signing.Sign(lease), "x", [4], new byte[64], "x", "client", "gateway")));
            ulong sequence = 0;
            while (bytes.Length < size)
            {
                var payload = new byte[random.Next(1, 20_000)];
                // Half of it packs well.
                if (sequence % 2 == 0)
                    random.NextBytes(payload);
                Add(writer.Append(TestSession.Batch(++sequence, TestSession.Frame(Track.Output, ByteString.CopyFrom(payload)), TestSession.Input($"typed {sequence}\r"))));
                if (random.Next(40) == 0)
                    Add(writer.Recover(1_790_000_001_000_000, 0, "recovered", _signing));
            }
            Add(writer.Seal("TechnicianClosed", "", 1_790_000_002_000_000, _signing));
            (_honest, Bytes) = (bytes.ToArray(), bytes.ToArray());

            void Add(EncodedRecord record)
            {
                bytes.Write(record.Bytes.Span);
                record.Return();
            }
        }

        public RecordingKeys Keys { get; } = RecordingKeys.Create();

        public System.Security.Cryptography.ECDsa Signer { get; }

        public byte[] Bytes { get; }

        public void Restore(int at) => Bytes[at] = _honest[at];

        public void Dispose() => _signing.Dispose();
    }
}
