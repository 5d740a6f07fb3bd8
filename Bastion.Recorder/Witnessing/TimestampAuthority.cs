using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Bastion.Recorder.Journal;

namespace Bastion.Recorder.Witnessing;

/// <summary>
/// Asks an authority (RFC 3161 over HTTP) for timestamps of heads. What is stamped is the SHA-256 of a head's three lines, so that the
/// token says that this history was there at that time, whoever signed it.
/// </summary>
internal sealed class TimestampAuthority(Uri? address, HttpClient http)
{
    private const int MaxToken = 64 << 10;

    public bool Configured => address is not null;

    /// <summary>Why there was no token last time; empty when there was.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>The DER of the token; null when the authority does not give one that is about this head.</summary>
    public async Task<byte[]?> StampAsync(SignedHead head, string origin, CancellationToken cancel)
    {
        if (address is null)
            return null;
        try
        {
            var text = Encoding.UTF8.GetBytes(new Checkpoint(origin, head.Size, head.Root).Text);
            var request = Rfc3161TimestampRequest.CreateFromData(text, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
            using var content = new ByteArrayContent(request.Encode());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var answer = await http.PostAsync(address, content, cancel);
            answer.EnsureSuccessStatusCode();
            var token = request.ProcessResponse(await answer.Content.ReadAsByteArrayAsync(cancel), out _);
            var encoded = token.AsSignedCms().Encode();
            if (encoded.Length > MaxToken || !token.VerifySignatureForData(text, out _))
                throw new CryptographicException("the token is not about this head");
            Trouble = "";
            return encoded;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or CryptographicException or InvalidOperationException && !cancel.IsCancellationRequested)
        {
            Trouble = e.Message;
            return null;
        }
    }
}
