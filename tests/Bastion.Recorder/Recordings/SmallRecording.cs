using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Google.Protobuf;

namespace Bastion.Recorder.Tests.Recordings;

/// <summary>A whole recording in memory, made by the writer that makes the real ones.</summary>
internal sealed class SmallRecording : IDisposable
{
    private readonly List<byte> _bytes = [];

    public SmallRecording(int batches = 6)
    {
        Keys = RecordingKeys.Create();
        Ring = new KeyRing(
            new SigningKey(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256)),
            NSec.Cryptography.Key.Create(NSec.Cryptography.SignatureAlgorithm.Ed25519),
            new WrappingKey(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)),
            new WrappingKey(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
        using var writer = new RecordWriter(new Preamble(Guid.Parse("01934b5e-8f00-7000-8000-0000000000aa"), 1_790_000_000_000_000), Keys);
        Add(writer.Open(new Opening([1, 2, 3], new byte[64], "lease-key", [4, 5], new byte[64], "key", "SSH-2.0-x", "gateway-1")));
        for (var i = 1; i <= batches; i++)
        {
            Add(writer.Append(TestSession.Batch((ulong)i,
                TestSession.Frame(Track.Output, ByteString.CopyFromUtf8("output " + i), after: 10),
                TestSession.Input("typed " + i),
                TestSession.Frame(Track.Event, ByteString.CopyFromUtf8("""{"kind":"shell"}"""), after: 20))));
        }
        Add(writer.Recover(1_790_000_001_000_000, 0, "recovered", Ring.Signing));
        Add(writer.Append(TestSession.Batch((ulong)batches + 1, TestSession.Output("after the crash"))));
        Add(writer.Seal("TechnicianClosed", "bye", 1_790_000_002_000_000, Ring.Signing));
    }

    public RecordingKeys Keys { get; }

    public KeyRing Ring { get; }

    public byte[] Bytes => [.. _bytes];

    /// <summary>Where each record starts, and where the last ends.</summary>
    public List<int> Starts { get; } = [];

    public void Dispose() => Ring.Dispose();

    private void Add(EncodedRecord record)
    {
        Starts.Add(_bytes.Count + (_bytes.Count == 0 ? Preamble.Size : 0));
        Assert.Equal(_bytes.Count, record.Offset);
        _bytes.AddRange(record.Bytes.Span);
        record.Return();
    }
}
