using System.Security.Cryptography;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Verify;
using Google.Protobuf;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>An honest recording of about a size, half of which packs well, made without a Recorder: its keys are the test's.</summary>
internal sealed class LargeRecording : IDisposable
{
    public static readonly Guid Id = Guid.Parse("01934b5e-8f00-7000-8000-0000000000bb");
    private readonly SigningKey _signing;

    public LargeRecording(int size, int seed)
    {
        Signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
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
        Bytes = bytes.ToArray();

        void Add(EncodedRecord record)
        {
            bytes.Write(record.Bytes.Span);
            record.Return();
        }
    }

    public RecordingKeys Keys { get; } = RecordingKeys.Create();

    public ECDsa Signer { get; }

    public byte[] Bytes { get; }

    public RecordingCheck NewCheck() => new(Id, Keys.Reveal(KeyPurpose.Replay), Keys.Reveal(KeyPurpose.Input), Signer, [Signer]);

    public void Dispose() => _signing.Dispose();
}
