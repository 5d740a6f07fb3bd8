using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>AES in counter mode, RFC 4344 section 4, made of ECB over counter blocks. The counter runs on from packet to packet.</summary>
internal sealed class AesCtr : IDisposable
{
    public const int BlockLength = 16;

    private const int ChunkLength = 4096;

    private readonly Aes _aes;
    private readonly ICryptoTransform _ecb;
    private readonly byte[] _stream = GC.AllocateUninitializedArray<byte>(ChunkLength);
    private ulong _high;
    private ulong _low;

    public AesCtr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> initialCounter)
    {
        _aes = Aes.Create();
        _aes.SetKey(key);
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _ecb = _aes.CreateEncryptor();
        _high = BinaryPrimitives.ReadUInt64BigEndian(initialCounter);
        _low = BinaryPrimitives.ReadUInt64BigEndian(initialCounter[8..]);
    }

    /// <summary>Encrypts or decrypts in place. The length must be whole blocks, as all packets are.</summary>
    public void Apply(Span<byte> data)
    {
        while (!data.IsEmpty)
        {
            int count = Math.Min(data.Length, ChunkLength);
            for (int i = 0; i < count; i += BlockLength)
            {
                BinaryPrimitives.WriteUInt64BigEndian(_stream.AsSpan(i), _high);
                BinaryPrimitives.WriteUInt64BigEndian(_stream.AsSpan(i + 8), _low);
                _high += ++_low == 0 ? 1UL : 0UL;
            }

            _ecb.TransformBlock(_stream, 0, count, _stream, 0);
            Xor(data[..count], _stream.AsSpan(0, count));
            data = data[count..];
        }
    }

    public void Dispose()
    {
        _ecb.Dispose();
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_stream);
    }

    private static void Xor(Span<byte> data, ReadOnlySpan<byte> stream)
    {
        Span<Vector<byte>> wideData = MemoryMarshal.Cast<byte, Vector<byte>>(data);
        ReadOnlySpan<Vector<byte>> wideStream = MemoryMarshal.Cast<byte, Vector<byte>>(stream);
        for (int i = 0; i < wideData.Length; i++)
        {
            wideData[i] ^= wideStream[i];
        }

        for (int i = wideData.Length * Vector<byte>.Count; i < data.Length; i++)
        {
            data[i] ^= stream[i];
        }
    }
}
