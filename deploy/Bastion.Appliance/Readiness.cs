using System.Net;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>Asks a service for its health, as a probe over mutual TLS.</summary>
internal sealed class Readiness(TlsIdentity probe, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when the service answers that it is healthy, or degraded (it serves, and says what it lacks).</summary>
    public async Task WaitFor(Plane plane, ServiceAddress address, CancellationToken cancel)
    {
        using var client = new HttpClient(PeerChannel.Handler(address, probe, plane)) { Timeout = TimeSpan.FromSeconds(2) };
        using var tick = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{plane.DnsName()}/health")
                {
                    Version = HttpVersion.Version20,
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                };
                using var answer = await client.SendAsync(request, cancel);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                // Not yet.
            }
        }
        while (await tick.WaitForNextTickAsync(cancel));
    }
}
