using System.Net;

namespace Bastion.Hosting.Tests;

/// <summary>Requests to a peers' door, as one of our services or a stranger would make them.</summary>
internal static class PeerCalls
{
    public static async Task<string> Who(ServiceAddress address, TlsIdentity identity, Plane expected)
    {
        using var answer = await Send(address, identity, expected, HttpMethod.Post, "/who", "application/grpc");
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : answer.StatusCode.ToString();
    }

    public static async Task<HttpResponseMessage> Send(ServiceAddress address, TlsIdentity identity, Plane expected, HttpMethod method, string path, string? contentType = null)
    {
        using var client = new HttpClient(PeerChannel.Handler(address, identity, expected));
        using var request = new HttpRequestMessage(method, $"https://{expected.DnsName()}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (contentType is not null)
        {
            request.Content = new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        return await client.SendAsync(request);
    }
}
