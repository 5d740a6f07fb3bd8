using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;

namespace Bastion.Recorder.Journal;

/// <summary>
/// The keys that entries are encrypted under, one for each month, each wrapped in a file of its own: journal/keys/2026-11. A month is
/// erased by removing its file; leaves, tree and proofs stay as they are.
/// </summary>
internal sealed class JournalKeys(Disk disk, KeyRing ring, string directory)
{
    private const int MaxFile = 4 << 10;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, byte[]?> _keys = [];

    public static int PeriodOf(DateTimeOffset time) => (time.UtcDateTime.Year * 100) + time.UtcDateTime.Month;

    /// <summary>Null when the month was erased.</summary>
    /// <exception cref="StorageException">The file is there and cannot be used.</exception>
    public byte[]? Find(int period)
    {
        lock (_gate)
        {
            if (!_keys.TryGetValue(period, out var key))
                _keys[period] = key = Load(period);
            return key;
        }
    }

    /// <summary>The key of the month, which is made and on disk when it is the first of it.</summary>
    /// <exception cref="StorageException"/>
    public byte[] Require(int period)
    {
        lock (_gate)
        {
            if (Find(period) is { } key)
                return key;
            key = RandomNumberGenerator.GetBytes(WrappingKey.KeySize);
            disk.CreateDirectory(directory);
            disk.WriteWhole(PathOf(period), Encoding.ASCII.GetBytes(Text(period, key)));
            _keys[period] = key;
            return key;
        }
    }

    /// <summary>Months whose key is there.</summary>
    public IReadOnlyList<int> Periods() => !Directory.Exists(directory)
        ? []
        : [.. Directory.GetFiles(directory).Select(file => Path.GetFileName(file).Replace("-", "", StringComparison.Ordinal))
            .Where(name => name.Length == 6 && name.All(char.IsAsciiDigit)).Select(name => int.Parse(name, CultureInfo.InvariantCulture)).Order()];

    /// <summary>Destroys the key of a month. What it opened is lost for ever; the caller has journaled that.</summary>
    /// <exception cref="StorageException"/>
    public void Destroy(int period)
    {
        lock (_gate)
        {
            disk.Shred(PathOf(period));
            if (_keys.GetValueOrDefault(period) is { } key)
                CryptographicOperations.ZeroMemory(key);
            _keys[period] = null;
        }
    }

    private byte[]? Load(int period)
    {
        var path = PathOf(period);
        if (!File.Exists(path))
            return null;
        var lines = Encoding.ASCII.GetString(disk.ReadWhole(path, MaxFile)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            var wrapped = lines.Skip(1).Select(line => line.Split(' ')).First(words => words[0] == WrappingKey.Kind && words[1] == ring.Replay.Id)[2];
            return ring.Replay.Unwrap(Convert.FromBase64String(wrapped), Identity(period), KeyPurpose.Journal);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new StorageException($"the journal's key of {Name(period)} cannot be used");
        }
    }

    private string Text(int period, byte[] key)
    {
        var id = Identity(period);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"bastion journal key v1 {Name(period)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{WrappingKey.Kind} {ring.Replay.Id} {Convert.ToBase64String(ring.Replay.Wrap(key, id, KeyPurpose.Journal))}\n");
        if (ring.Auditor is { } auditor)
            text.Append(CultureInfo.InvariantCulture, $"{AuditorKey.Kind} {auditor.Id} {Convert.ToBase64String(auditor.Wrap(key, WrappingKey.Bound(id, KeyPurpose.Journal)))}\n");
        return text.ToString();
    }

    private string PathOf(int period) => Path.Combine(directory, Name(period));

    private static string Name(int period) => string.Create(CultureInfo.InvariantCulture, $"{period / 100:D4}-{period % 100:D2}");

    // What a wrap is bound to where a recording would have its id: 12 zero bytes and the month.
    private static Guid Identity(int period)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], period);
        return new Guid(bytes, bigEndian: true);
    }
}
