using System.Buffers;
using System.Security.Cryptography;

namespace Bastion.Recorder.Search;

/// <summary>A part of a search file, encrypted and then in the clear, in one rented buffer: a search reads hundreds of them. Wiped when it is given back.</summary>
internal sealed class RentedPart(int length, int tag) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(length + tag);

    /// <summary>Ciphertext and tag.</summary>
    public Span<byte> Encrypted => _buffer.AsSpan(0, length + tag);

    /// <summary>The same place, decrypted.</summary>
    public Span<byte> Bytes => _buffer.AsSpan(0, length);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Bytes);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }
}
