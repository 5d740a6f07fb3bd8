using System.Runtime.CompilerServices;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Google.Protobuf;

namespace Bastion.Recorder.Tests.Recordings;

/// <summary>
/// The recording that docs/formats/recording.md walks through, byte by byte. Readers of other hands can be tried on the same files:
/// every version of Recorder must read them for ever. Made once, with BASTION_WRITE_VECTORS=1.
/// </summary>
public sealed class VectorTests
{
    private static readonly Guid Id = Guid.Parse("01934b5e-8f00-7000-8000-0000000000aa");

    [Fact]
    public void Vector_OfVersion1_IsReadAsItWasWritten()
    {
        if (Environment.GetEnvironmentVariable("BASTION_WRITE_VECTORS") == "1")
            WriteVector();
        using var replay = new WrappingKey(ReadKey("replay.key"));
        using var input = new WrappingKey(ReadKey("input.key"));
        using var signer = VerifyingKey.FromPem(File.ReadAllText(At("signing.pub.pem")));
        var wrapped = KeyFile.Read(Id, File.ReadAllBytes(At("small.keys")));
        var keys = new RecordingKeys(
            replay.Unwrap(KeyFile.Find(wrapped, KeyPurpose.Replay, replay.Id), Id, KeyPurpose.Replay),
            input.Unwrap(KeyFile.Find(wrapped, KeyPurpose.Input, input.Id), Id, KeyPurpose.Input));
        var disk = new Disk(new LibcCalls());
        using (var source = RecordSource.Open(disk, At("small.rec"))!)
        {
            using var scan = new RecordScan(source, keys, signer);
            var found = scan.Run(source.FileLength);
            Assert.Null(found.Flaw);
            Assert.Equal((Id, "OpenSSH_9.2", "TechnicianClosed", "exit"), (found.Preamble.RecordingId, found.Opening!.Client, found.Seal!.EndReason, found.SealDetails!.EndText));
        }
        using var reader = new FrameReader(RecordSource.Open(disk, At("small.rec"))!, keys, 0, includeInput: true);
        var frames = new List<RecordedFrame>();
        while (reader.TryReadRecord(reader.FileLength, frames))
        {
        }
        Assert.Equal(
            ["Event 0 1000 {\"kind\":\"shell\"}", "Output 0 1250 $ ", "Input 0 900000 ls\r", "Output 0 900400 ls\r\n"],
            frames.Select(f => $"{f.Track} {f.Channel} {f.MonotonicMicros} {f.Payload.ToStringUtf8()}"));
    }

    private static void WriteVector()
    {
        Directory.CreateDirectory(Folder());
        using var ecdsa = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        using var signing = new SigningKey(ecdsa);
        File.WriteAllText(At("signing.pub.pem"), signing.PublicKeyPem);
        foreach (var (name, fill) in ((string, byte)[])[("replay.key", 0x11), ("input.key", 0x22)])
            File.WriteAllText(At(name), Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray()) + "\n");
        using var ring = new KeyRing(signing, NSec.Cryptography.Key.Create(NSec.Cryptography.SignatureAlgorithm.Ed25519), new WrappingKey(ReadKey("replay.key")), new WrappingKey(ReadKey("input.key")));
        var keys = RecordingKeys.Create();
        File.WriteAllBytes(At("small.keys"), keys.Wrap(ring, Id));
        using var writer = new RecordWriter(new Preamble(Id, 1_795_464_000_000_000), keys);
        using var file = File.Create(At("small.rec"));
        Write(writer.Open(new Opening("lease"u8.ToArray(), new byte[64], "admin-key", "receipt"u8.ToArray(), new byte[64], signing.Id, "OpenSSH_9.2", "gateway-1")));
        Write(writer.Append(new Batch
        {
            Sequence = 1,
            MonotonicMicros = 1000,
            UtcMicros = 1_795_464_000_001_000,
            Frames = { TestSession.Frame(Track.Event, ByteString.CopyFromUtf8("""{"kind":"shell"}""")), TestSession.Frame(Track.Output, ByteString.CopyFromUtf8("$ "), after: 250) },
        }));
        Write(writer.Append(new Batch
        {
            Sequence = 2,
            MonotonicMicros = 900_000,
            UtcMicros = 1_795_464_000_900_000,
            Frames = { TestSession.Input("ls\r"), TestSession.Frame(Track.Output, ByteString.CopyFromUtf8("ls\r\n"), after: 400) },
        }));
        Write(writer.Seal("TechnicianClosed", "exit", 1_795_464_001_000_000, signing));

        void Write(EncodedRecord record)
        {
            file.Write(record.Bytes.Span);
            record.Return();
        }
    }

    private static byte[] ReadKey(string name) => Convert.FromBase64String(File.ReadAllText(At(name)).Trim());

    private static string At(string name) => Path.Combine(Folder(), name);

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Vectors");
}
