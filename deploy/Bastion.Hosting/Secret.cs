using System.Security.Cryptography;
using System.Text;

namespace Bastion.Hosting;

/// <summary>
/// Bytes that must not be printed. <see cref="ToString"/> is empty, so a log line, an exception or a debugger window shows nothing;
/// <see cref="Dispose"/> overwrites them.
/// </summary>
public sealed class Secret : IDisposable
{
    private byte[]? bytes;

    /// <summary>Takes the array over: do not keep another reference to it.</summary>
    public Secret(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        this.bytes = bytes;
    }

    public static Secret FromText(string text) => new(Encoding.UTF8.GetBytes(text));

    public static Secret Random(int length) => new(RandomNumberGenerator.GetBytes(length));

    public int Length => Bytes.Length;

    /// <exception cref="ObjectDisposedException">The secret was overwritten.</exception>
    public ReadOnlySpan<byte> Bytes => bytes ?? throw new ObjectDisposedException(nameof(Secret));

    /// <summary>The secret as text (UTF-8). The string cannot be overwritten: keep it as short as possible.</summary>
    public string Reveal() => Encoding.UTF8.GetString(Bytes);

    /// <summary>In a time that depends on the length only.</summary>
    public bool Matches(ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(Bytes, other);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref bytes, null) is { } held)
            CryptographicOperations.ZeroMemory(held);
    }

    public override string ToString() => "";
}
