using System.Security.Cryptography;

namespace Bastion.Rdp.Security;

/// <summary>What ties CredSSP to the TLS connection it runs in (MS-CSSP 3.1.5, version 5 and 6).</summary>
internal static class KeyBinding
{
    public static byte[] FromClient(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey) => Hash("CredSSP Client-To-Server Binding Hash\0"u8, nonce, publicKey);

    public static byte[] FromServer(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey) => Hash("CredSSP Server-To-Client Binding Hash\0"u8, nonce, publicKey);

    private static byte[] Hash(ReadOnlySpan<byte> magic, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> publicKey) => SHA256.HashData([.. magic, .. nonce, .. publicKey]);
}
