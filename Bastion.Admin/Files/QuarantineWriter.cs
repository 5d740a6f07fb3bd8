using System.Security.Cryptography;

namespace Bastion.Admin.Files;

/// <summary>Takes one content in, in order, and knows its length and hash at the end.</summary>
internal sealed class QuarantineWriter(Guid id, FileStream stream, byte[] key) : IAsyncDisposable
{
    private readonly byte[] part = new byte[QuarantineStore.Part];
    private readonly byte[] sealedPart = new byte[QuarantineStore.Part + QuarantineStore.TagLength];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly AesGcm gcm = new(key, QuarantineStore.TagLength);
    private int have;
    private ulong number;

    public Guid Id => id;

    /// <summary>Of this content alone; the vault seals it.</summary>
    public byte[] Key => key;

    public long Bytes { get; private set; }

    public async Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        hash.AppendData(data.Span);
        Bytes += data.Length;
        while (!data.IsEmpty)
        {
            // A full part goes when more comes: only then it is known not to be the last.
            if (have == part.Length)
                await WritePartAsync(last: false, cancellation);
            var count = Math.Min(part.Length - have, data.Length);
            data.Span[..count].CopyTo(part.AsSpan(have));
            have += count;
            data = data[count..];
        }
    }

    /// <returns>SHA-256 of the whole.</returns>
    public async Task<byte[]> FinishAsync(CancellationToken cancellation)
    {
        await WritePartAsync(last: true, cancellation);
        await stream.FlushAsync(cancellation);
        return hash.GetHashAndReset();
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        hash.Dispose();
        gcm.Dispose();
        CryptographicOperations.ZeroMemory(part);
    }

    private async Task WritePartAsync(bool last, CancellationToken cancellation)
    {
        Seal(last);
        await stream.WriteAsync(sealedPart.AsMemory(0, have + QuarantineStore.TagLength), cancellation);
        have = 0;
        number++;
    }

    private void Seal(bool last)
    {
        Span<byte> nonce = stackalloc byte[12];
        QuarantineStore.Nonce(nonce, number, last);
        gcm.Encrypt(nonce, part.AsSpan(0, have), sealedPart.AsSpan(0, have), sealedPart.AsSpan(have, QuarantineStore.TagLength), QuarantineStore.Associated(id, number, last));
    }
}
