using System.Security.Cryptography;

namespace Bastion.Admin;

/// <summary>Bytes that print nothing and are wiped on disposal.</summary>
internal sealed class Secret(byte[] bytes) : IDisposable
{
    public ReadOnlySpan<byte> Bytes => bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);

    public override string ToString() => "";
}
