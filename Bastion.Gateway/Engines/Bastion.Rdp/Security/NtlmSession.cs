using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Bastion.Rdp.Security;

/// <summary>Signing and sealing of one NTLM session from the server's side, with extended session security and 128 bits (MS-NLMP 3.4).</summary>
[SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "NTLM is made of them; TLS around it is not.")]
internal sealed class NtlmSession
{
    private const int SignatureLength = 16;

    private readonly byte[] clientSigning;
    private readonly byte[] serverSigning;
    private readonly byte[] clientSealing;
    private readonly byte[] serverSealing;
    private readonly bool keyExchange;
    private Rc4 fromClient;
    private Rc4 fromServer;
    private uint received;
    private uint sent;

    public NtlmSession(ReadOnlySpan<byte> exportedKey, bool keyExchange)
    {
        this.keyExchange = keyExchange;
        clientSigning = Key(exportedKey, "session key to client-to-server signing key magic constant\0"u8);
        serverSigning = Key(exportedKey, "session key to server-to-client signing key magic constant\0"u8);
        clientSealing = Key(exportedKey, "session key to client-to-server sealing key magic constant\0"u8);
        serverSealing = Key(exportedKey, "session key to server-to-client sealing key magic constant\0"u8);
        (fromClient, fromServer) = (new Rc4(clientSealing), new Rc4(serverSealing));
    }

    /// <summary>Signature and sealed octets, as CredSSP carries them.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var sealedBytes = fromServer.Transform(plain);
        return [.. Signature(serverSigning, fromServer, sent++, plain), .. sealedBytes];
    }

    /// <summary>Null when the signature is not right.</summary>
    public byte[]? Unseal(ReadOnlySpan<byte> message)
    {
        if (message.Length < SignatureLength)
            return null;
        var plain = fromClient.Transform(message[SignatureLength..]);
        return CryptographicOperations.FixedTimeEquals(Signature(clientSigning, fromClient, received++, plain), message[..SignatureLength]) ? plain : null;
    }

    /// <summary>The signature of SPNEGO's list of mechanisms. Sealing starts anew after it, as Windows does.</summary>
    public byte[] Sign(ReadOnlySpan<byte> plain)
    {
        var signature = Signature(serverSigning, fromServer, sent++, plain);
        fromServer = new Rc4(serverSealing);
        return signature;
    }

    public bool Verify(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> signature)
    {
        var right = CryptographicOperations.FixedTimeEquals(Signature(clientSigning, fromClient, received++, plain), signature);
        fromClient = new Rc4(clientSealing);
        return right;
    }

    private byte[] Signature(byte[] key, Rc4 cipher, uint sequence, ReadOnlySpan<byte> plain)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, sequence);
        var digest = HMACMD5.HashData(key, (byte[])[.. number, .. plain]).AsSpan(0, 8);
        var checksum = keyExchange ? cipher.Transform(digest) : digest.ToArray();
        return [1, 0, 0, 0, .. checksum, .. number];
    }

    private static byte[] Key(ReadOnlySpan<byte> exported, ReadOnlySpan<byte> magic) => MD5.HashData([.. exported, .. magic]);
}
