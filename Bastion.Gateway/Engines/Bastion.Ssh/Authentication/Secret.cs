using System.Security.Cryptography;
using System.Text;

namespace Bastion.Ssh.Authentication;

/// <summary>Bytes that are wiped when disposed and never printed: a password or an answer, UTF-8.</summary>
public sealed class Secret : IDisposable
{
    // Pinned: the collector must not leave copies behind.
    private readonly byte[] _bytes;

    public Secret(ReadOnlySpan<byte> utf8)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(utf8.Length, pinned: true);
        utf8.CopyTo(_bytes);
    }

    public static Secret FromText(string text) => new(Encoding.UTF8.GetBytes(text));

    public ReadOnlySpan<byte> Bytes => _bytes;

    internal ReadOnlyMemory<byte> Memory => _bytes;

    public bool IsEmpty => _bytes.Length == 0;

    /// <summary>A copy that nobody can wipe: only where an interface of others takes nothing but a string.</summary>
    public string RevealText() => Encoding.UTF8.GetString(_bytes);

    public override string ToString() => "(secret)";

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
