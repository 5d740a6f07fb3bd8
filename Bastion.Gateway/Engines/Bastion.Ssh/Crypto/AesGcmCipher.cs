using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bastion.Ssh.Crypto;

/// <summary>aes128-gcm@openssh.com and aes256-gcm@openssh.com, RFC 5647: the length is authenticated in clear.</summary>
internal sealed class AesGcmCipher : PacketCipher
{
    public const int NonceLength = 12;

    private readonly AesGcm _aes;

    // RFC 5647 section 7.1: 4 bytes fixed, 8 bytes invocation counter.
    private readonly byte[] _nonce;

    public AesGcmCipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        _aes = new AesGcm(key, TagLength);
        _nonce = nonce.ToArray();
    }

    public override int BlockLength => 16;

    public override int TagLength => 16;

    public override void Seal(uint sequence, Span<byte> packet)
    {
        Span<byte> body = packet[4..^16];
        _aes.Encrypt(_nonce, body, body, packet[^16..], packet[..4]);
        NextNonce();
    }

    public override uint ReadLength(uint sequence, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        Span<byte> body = packet[4..^16];
        try
        {
            _aes.Decrypt(_nonce, body, packet[^16..], body, packet[..4]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        NextNonce();
        return true;
    }

    public override void Dispose()
    {
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_nonce);
    }

    private void NextNonce()
    {
        Span<byte> counter = _nonce.AsSpan(4);
        BinaryPrimitives.WriteUInt64BigEndian(counter, BinaryPrimitives.ReadUInt64BigEndian(counter) + 1);
    }
}
