using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Bastion.Witness;

/// <summary>
/// The last head that was signed for each log, and the rule: the next one must hold it. What is signed is on disk first, so that no later
/// start signs a history that forgets it.
/// </summary>
internal sealed class WitnessBook : IDisposable
{
    private const int Conflict = 409;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, VerifierKey> _logs;
    private readonly Key _key;
    private readonly string _name;
    private readonly string _directory;
    private readonly TimeProvider _time;

    public WitnessBook(WitnessOptions options, TimeProvider time)
    {
        (_name, _directory, _time) = (options.Name, options.Directory, time);
        Directory.CreateDirectory(_directory);
        _logs = options.Logs.Select(log => VerifierKey.Parse(log)!).ToDictionary(log => log.Name);
        var keyFile = Path.Combine(_directory, "witness.key");
        if (!File.Exists(keyFile))
            DurableFile.Write(keyFile, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n"));
        _key = Key.Import(SignatureAlgorithm.Ed25519, Convert.FromBase64String(File.ReadAllText(keyFile).Trim()), KeyBlobFormat.RawPrivateKey);
        OwnKey = VerifierKey.Format(_name, VerifierKey.Cosigner, PublicKey);
    }

    public string OwnKey { get; }

    public IReadOnlyCollection<string> Origins => _logs.Keys;

    private byte[] PublicKey => _key.PublicKey.Export(KeyBlobFormat.RawPublicKey);

    /// <summary>The note that was signed last, with the signature; null when there is none.</summary>
    public string? Latest(string origin) => _logs.ContainsKey(origin) && File.Exists(PathOf(origin)) ? File.ReadAllText(PathOf(origin)) : null;

    /// <summary>C2SP tlog-witness, add-checkpoint.</summary>
    /// <exception cref="IOException">Its disk failed: nothing was signed.</exception>
    public Answer Add(ulong old, IReadOnlyList<byte[]> proof, string note)
    {
        if (Head.Read(note) is not { } head)
            return new Answer(400, "not a checkpoint\n");
        if (!_logs.TryGetValue(head.Origin, out var log))
            return new Answer(404, "unknown log\n");
        if (!head.IsSignedBy(log, note))
            return new Answer(403, "not signed by the log\n");
        if (old > head.Size)
            return new Answer(400, "the old size is larger than the new one\n");
        lock (_gate)
        {
            var last = Latest(head.Origin) is { } signed ? Head.Read(signed)! : null;
            var size = last?.Size ?? 0;
            if (old != size || (last is not null && old == head.Size && !last.Root.AsSpan().SequenceEqual(head.Root)))
                return new Answer(Conflict, size.ToString(CultureInfo.InvariantCulture) + "\n", "text/x.tlog.size");
            if (last is not null && !ConsistencyProof.Verify(size, last.Root, head.Size, head.Root, proof))
                return new Answer(422, "the proof does not lead from the last head to this one\n");
            var line = Cosigned(head);
            DurableFile.Write(PathOf(head.Origin), Encoding.UTF8.GetBytes(OwnNote(head, log, note) + line));
            return new Answer(200, line);
        }
    }

    public void Dispose() => _key.Dispose();

    // C2SP tlog-cosignature: a timestamp stands in the signature and in what is signed.
    private string Cosigned(Head head)
    {
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        var message = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{head.Body}"));
        var signature = new byte[4 + 8 + 64];
        VerifierKey.HashOf(_name, VerifierKey.Cosigner, PublicKey).CopyTo(signature, 0);
        BinaryPrimitives.WriteInt64BigEndian(signature.AsSpan(4), seconds);
        SignatureAlgorithm.Ed25519.Sign(_key, message).CopyTo(signature, 12);
        return $"— {_name} {Convert.ToBase64String(signature)}\n";
    }

    // The note with the log's own signature only: who sent others along does not get them kept here.
    private static string OwnNote(Head head, VerifierKey log, string note) =>
        head.Body + "\n" + note[(head.Body.Length + 1)..].Split('\n').First(line => line.StartsWith($"— {log.Name} ", StringComparison.Ordinal)) + "\n";

    private string PathOf(string origin) => Path.Combine(_directory, NameOf(origin) + ".checkpoint");

    public static string NameOf(string origin) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));
}
