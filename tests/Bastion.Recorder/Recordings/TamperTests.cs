using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Bastion.Testing;

namespace Bastion.Recorder.Tests.Recordings;

/// <summary>Whatever is done to the bytes of a recording is found.</summary>
public sealed class TamperTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new("tamper");
    private readonly Disk _disk = new(new LibcCalls());
    private readonly SmallRecording _recording = new();

    [Fact]
    public void Untouched_IsIntactWithAndWithoutKeys()
    {
        var found = Scan(_recording.Bytes)!;
        Assert.Null(found.Flaw);
        Assert.Equal(("TechnicianClosed", "bye", 19ul, 7ul), (found.Seal!.EndReason, found.SealDetails!.EndText, found.Frames, found.Sequence));
        Assert.True(found.Seal.Recovered);
        Assert.Null(Scan(_recording.Bytes, withKeys: false)!.Flaw);
    }

    [Fact]
    public void AnyBit_Flipped_IsFound()
    {
        var bytes = _recording.Bytes;
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= (byte)(1 << (at % 8));
            var found = Scan(bytes);
            Assert.True(found is null || found.Flaw is not null || found.Preamble.RecordingId != Untouched.RecordingId, $"byte {at}");
            bytes[at] ^= (byte)(1 << (at % 8));
        }
    }

    [Fact]
    public void AnyBit_FlippedWithoutTheKeys_IsFound()
    {
        var bytes = _recording.Bytes;
        for (var at = 0; at < bytes.Length; at += 3)
        {
            bytes[at] ^= 0x40;
            var found = Scan(bytes, withKeys: false);
            Assert.True(found is null || found.Flaw is not null, $"byte {at}");
            bytes[at] ^= 0x40;
        }
    }

    [Fact]
    public void Truncated_AtAnyByte_IsNeverASealedRecording()
    {
        var bytes = _recording.Bytes;
        for (var length = 0; length < bytes.Length; length++)
        {
            var found = Scan(bytes.AsSpan(0, length).ToArray());
            Assert.True(found is null || found.Seal is null, $"{length} bytes");
            if (found is not null)
                Assert.Equal(_recording.Starts.Contains(length), found.Flaw is null);
        }
    }

    [Fact]
    public void Records_SwappedDroppedOrRepeated_AreFound()
    {
        var bytes = _recording.Bytes;
        var ends = _recording.Starts.Skip(1).Append(bytes.Length).ToList();
        var records = _recording.Starts.Select((start, n) => bytes[start..ends[n]]).ToList();
        for (var a = 0; a < records.Count; a++)
        {
            Assert.NotNull(Scan(Joined(records.Where((_, n) => n != a)))?.Flaw ?? (a == records.Count - 1 ? new Flaw("seal", 0, "") : null));
            Assert.NotNull(Scan(Joined(records.SelectMany((r, n) => n == a ? new[] { r, r } : [r])))!.Flaw);
            for (var b = a + 1; b < records.Count; b++)
            {
                var swapped = records.ToList();
                (swapped[a], swapped[b]) = (swapped[b], swapped[a]);
                Assert.NotNull(Scan(Joined(swapped))!.Flaw);
            }
        }
    }

    [Fact]
    public void RecordOfAnotherRecording_InItsPlace_IsFound()
    {
        using var other = new SmallRecording();
        var (bytes, theirs) = (_recording.Bytes, other.Bytes);
        var (from, to) = (_recording.Starts[2], _recording.Starts[3]);
        theirs[from..to].CopyTo(bytes, from);
        Assert.Equal("chain", Scan(bytes)!.Flaw?.Code);
    }

    [Fact]
    public void Keys_OfAnotherRecordingOrRecorder_DoNotOpenIt()
    {
        using var other = new SmallRecording();
        var id = Untouched.RecordingId;
        var file = _recording.Keys.Wrap(_recording.Ring, id);
        RecordingKeys.Unwrap(_recording.Ring, id, file);
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => RecordingKeys.Unwrap(other.Ring, id, file));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => RecordingKeys.Unwrap(_recording.Ring, Guid.NewGuid(), file));
    }

    public void Dispose()
    {
        _recording.Dispose();
        _directory.Dispose();
    }

    private Preamble Untouched => Preamble.TryRead(_recording.Bytes, out var preamble) ? preamble : default;

    private byte[] Joined(IEnumerable<byte[]> records) => [.. _recording.Bytes.AsSpan(0, Preamble.Size), .. records.SelectMany(r => r)];

    private ScannedRecording? Scan(byte[] bytes, bool withKeys = true)
    {
        var path = _directory.At("x.rec");
        File.WriteAllBytes(path, bytes);
        using var source = RecordSource.Open(_disk, path);
        if (source is null)
            return null;
        using var signer = _recording.Ring.Signing.ToVerifyingKey();
        using var scan = new RecordScan(source, withKeys ? _recording.Keys : null, signer);
        return scan.Run(bytes.Length);
    }
}
