using System.Security.Cryptography;

namespace Bastion.Verify;

/// <summary>Keys that are disposed together.</summary>
internal sealed class KeySet(IEnumerable<ECDsa> keys) : IDisposable
{
    public IReadOnlyList<ECDsa> Keys { get; } = [.. keys];

    public void Dispose()
    {
        foreach (var key in Keys)
            key.Dispose();
    }
}
