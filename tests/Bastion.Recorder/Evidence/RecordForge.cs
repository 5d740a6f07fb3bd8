using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>
/// Writes records of a recording one by one, as somebody does who holds all its keys: any field may be wrong, and chain, tags and signatures fit all the same.
/// Written from docs/formats/recording.md, without the code of Recorder.
/// </summary>
internal sealed class RecordForge
{
    private readonly Guid _id;
    private readonly RecordingKeys _keys;
    private readonly ECDsa _signer;
    private readonly List<byte> _file = [];
    private byte[] _chain;
    private byte[] _salt = RandomNumberGenerator.GetBytes(32);

    public RecordForge(Guid id, RecordingKeys keys, ECDsa signer, Action<byte[]>? preamble = null)
    {
        (_id, _keys, _signer) = (id, keys, signer);
        byte[] start = [0x89, 0x42, 0x52, 0x45, 0x43, 0x0D, 0x0A, 0x1A, 0, 1, 0, 1, .. id.ToByteArray(bigEndian: true), .. U64(1_790_000_000_000_000)];
        preamble?.Invoke(start);
        _chain = SHA256.HashData([.. "bastion recording v1\n"u8, .. start]);
        _file.AddRange(start);
    }

    public ulong Number { get; set; }

    public ulong Frames { get; set; }

    public ulong Sequence { get; set; }

    public bool Recovered { get; set; }

    public byte[] Bytes => [.. _file];

    public byte[] Head => _chain;

    /// <summary>Signs what the preceding record is not signed with.</summary>
    public ECDsa? OtherSigner { get; init; }

    public static byte[] Frame(byte track, string payload, uint? length = null) =>
        [track, .. U32(7), .. U32(9), .. U32(length ?? (uint)Encoding.UTF8.GetByteCount(payload)), .. track == 3 && length is null ? [] : Encoding.UTF8.GetBytes(payload)];

    public static byte[] Text(string text) => [.. U32((uint)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    public RecordForge Open(ECDsa lease, byte[]? signature = null)
    {
        byte[] signed = [1, 2, 3];
        var good = lease.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return Add(1, clear: _salt, main: [.. U32(3), .. signed, .. U32(64), .. signature ?? good, .. Text("k"), .. Text("receipt"), .. Text("s"), .. Text("k"), .. Text("client"), .. Text("gateway")]);
    }

    /// <summary>A batch of these frames, each as <see cref="Frame"/> makes it; the payloads of input frames besides.</summary>
    public RecordForge Batch(string input = "", bool packed = false, uint? frames = null, ulong? sequence = null, params byte[][] parts)
    {
        byte[] main = [.. U64(1000), .. U64(2000), .. parts.SelectMany(part => part)];
        return Add(2, packed ? (byte)2 : (byte)0, frames ?? (uint)parts.Length, U64(sequence ?? Sequence + 1), packed ? Packed(main, main.Length) : main, input.Length > 0 ? Encoding.UTF8.GetBytes(input) : null);
    }

    public RecordForge Recover()
    {
        _salt = RandomNumberGenerator.GetBytes(32);
        Recovered = true;
        return Add(3, clear: [.. _salt, .. U64(5), .. U64(6), .. U64(7), .. Text("k"), .. Text("recovered")]);
    }

    public RecordForge Seal(ulong? sequence = null, ulong? frames = null, byte? recovered = null, string reason = "TechnicianClosed") => Add(
        4, 1, clear: [.. U64(8), .. U64(sequence ?? Sequence), .. U64(frames ?? Frames), recovered ?? (Recovered ? (byte)1 : (byte)0), .. Text("k"), .. Text(reason)], main: [.. U64(1), .. U64(2), .. Text("")]);

    public static byte[] Packed(byte[] content, int says)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(content);
        return [.. U32((uint)says), .. packed.ToArray()];
    }

    /// <param name="raw">Changes the record when all but hash, signature and closing length is there.</param>
    /// <param name="signature">Null: as it should be.</param>
    public RecordForge Add(byte kind, byte flags = 0, uint frames = 0, byte[]? clear = null, byte[]? main = null, byte[]? input = null, int? signature = null, Action<byte[]>? raw = null, int addToLength = 0)
    {
        clear ??= [];
        var signed = signature ?? (kind >= 3 ? 64 : 0);
        var (mainLength, inputLength) = (main is null ? 0 : main.Length + 16, input is null ? 0 : input.Length + 16);
        var total = 40 + clear.Length + mainLength + inputLength + 32 + signed + 4;
        byte[] head =
        [
            .. U32((uint)(total - 8 + addToLength)), kind, flags, (byte)(signed >> 8), (byte)signed, .. U64(Number), .. U64(Frames), .. U32(frames),
            .. U32((uint)clear.Length), .. U32((uint)mainLength), .. U32((uint)inputLength),
        ];
        byte[] nonce = [0, 0, 0, .. U64(Number), (byte)(flags & 1)];
        byte[] bound = [.. head, .. clear];
        byte[] record = [.. bound, .. Encrypted(main, KeyPurpose.Replay, nonce, bound), .. Encrypted(input, KeyPurpose.Input, nonce, bound)];
        raw?.Invoke(record);
        _chain = SHA256.HashData([.. _chain, .. record]);
        _file.AddRange(record);
        _file.AddRange(_chain);
        if (signed > 0)
        {
            byte[] text = [.. kind == 4 ? "bastion recording v1 seal\n"u8 : "bastion recording v1 recovery\n"u8, .. _id.ToByteArray(bigEndian: true), .. _chain];
            var made = (OtherSigner ?? _signer).SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            Array.Resize(ref made, signed);
            _file.AddRange(made);
        }
        _file.AddRange(U32((uint)(total - 8 + addToLength)));
        Number++;
        Frames += frames;
        if (kind == 2)
            Sequence++;
        return this;
    }

    private byte[] Encrypted(byte[]? plain, KeyPurpose purpose, byte[] nonce, byte[] bound)
    {
        if (plain is null)
            return [];
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, _keys.Reveal(purpose), 32, _salt, purpose == KeyPurpose.Input ? "bastion recording v1 input"u8.ToArray() : "bastion recording v1 replay"u8.ToArray());
        var part = new byte[plain.Length + 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Encrypt(nonce, plain, part.AsSpan(0, plain.Length), part.AsSpan(plain.Length), bound);
        return part;
    }
}
