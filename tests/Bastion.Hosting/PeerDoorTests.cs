using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Bastion.Hosting.Tests;

public sealed class PeerDoorTests : IDisposable
{
    private readonly TestKeys keys = new();

    public void Dispose() => keys.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PeerDoor_ServiceOfOurAuthority_IsRecognisedByItsCertificate(bool unix)
    {
        var address = unix ? ServiceAddress.Unix(Path.Combine(keys.Directory, "admin.sock")) : ServiceAddress.AnyLoopbackPort();
        await using var host = await TestHost.Start(Plane.Admin, b => b.ListenForPeers(address, keys.Service(Plane.Admin)));

        Assert.Equal("gateway", await PeerCalls.Who(host.Peers, keys.Service(Plane.Gateway), Plane.Admin));
        Assert.Equal("recorder", await PeerCalls.Who(host.Peers, keys.Service(Plane.Recorder), Plane.Admin));
    }

    [Fact]
    public async Task PeerDoor_ClientOfAnotherAuthority_IsRefused()
    {
        using var strangers = new TestKeys();
        await using var host = await Admin();

        // It would believe us; we do not believe it.
        var stranger = strangers.ServiceBelieving(Plane.Gateway, keys);

        await Assert.ThrowsAsync<HttpRequestException>(() => PeerCalls.Who(host.Peers, stranger, Plane.Admin));
    }

    [Fact]
    public async Task PeerDoor_ServerOfAnotherAuthority_IsNotSpokenTo()
    {
        using var strangers = new TestKeys();
        var believesUs = strangers.ServiceBelieving(Plane.Admin, keys);
        await using var host = await TestHost.Start(Plane.Admin, b => b.ListenForPeers(ServiceAddress.AnyLoopbackPort(), believesUs));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => PeerCalls.Who(host.Peers, keys.Service(Plane.Gateway), Plane.Admin));

        Assert.IsType<AuthenticationException>(refused.InnerException);
    }

    [Fact]
    public async Task PeerDoor_AnotherPlaneAnswers_IsNotSpokenTo()
    {
        await using var host = await TestHost.Start(Plane.Gateway, b => b.ListenForPeers(ServiceAddress.AnyLoopbackPort(), keys.Service(Plane.Gateway)));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => PeerCalls.Who(host.Peers, keys.Service(Plane.Recorder), Plane.Admin));

        Assert.IsType<AuthenticationException>(refused.InnerException);
    }

    [Fact]
    public async Task PeerDoor_NameThatIsNoService_IsRefused()
    {
        await using var host = await Admin();
        // A browser certificate of the very same authority: right signature, wrong use and wrong name.
        var page = keys.Identity(keys.Authority.IssueWeb(["bastion.localhost"], TimeSpan.FromDays(1)));

        await Assert.ThrowsAsync<HttpRequestException>(() => PeerCalls.Who(host.Peers, page, Plane.Admin));
    }

    [Fact]
    public async Task PeerDoor_NoCertificate_IsRefused()
    {
        await using var host = await Admin();

        await Assert.ThrowsAnyAsync<IOException>(() => HandshakeAndRead(host.Peers, SslProtocols.Tls13, SslApplicationProtocol.Http2));
    }

    [Fact]
    public async Task PeerDoor_Tls12_IsRefused()
    {
        await using var host = await Admin();

        await Assert.ThrowsAsync<AuthenticationException>(() => HandshakeAndRead(host.Peers, SslProtocols.Tls12, SslApplicationProtocol.Http2));
    }

    [Fact]
    public async Task PeerDoor_CertificateExpires_IsRefusedFromThatInstant()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        using var dated = new TestKeys(time);
        var client = dated.Service(Plane.Gateway, TimeSpan.FromHours(1));
        await using var host = await TestHost.Start(Plane.Admin, b => b.ListenForPeers(ServiceAddress.AnyLoopbackPort(), dated.Service(Plane.Admin)), time: time);

        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal("gateway", await PeerCalls.Who(host.Peers, client, Plane.Admin));

        time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<HttpRequestException>(() => PeerCalls.Who(host.Peers, client, Plane.Admin));
    }

    [Fact]
    public async Task PeerDoor_CertificateRenewedOnDisk_IsUsedWithoutRestart()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));
        using var dated = new TestKeys(time);
        var (certificate, key) = dated.Write(dated.Authority.IssueService(Plane.Gateway, TimeSpan.FromHours(1)), "gateway");
        var client = TlsIdentity.Load(certificate, key, dated.AuthorityFile, time);
        await using var host = await TestHost.Start(Plane.Admin, b => b.ListenForPeers(ServiceAddress.AnyLoopbackPort(), dated.Service(Plane.Admin)), time: time);
        time.Advance(TimeSpan.FromHours(2));

        dated.Write(dated.Authority.IssueService(Plane.Gateway, TimeSpan.FromHours(1)), "gateway");
        File.SetLastWriteTimeUtc(certificate, time.GetUtcNow().UtcDateTime);

        Assert.Equal("gateway", await PeerCalls.Who(host.Peers, client, Plane.Admin));
    }

    [Fact]
    public async Task PeerDoor_Probe_ReadsHealthAndMetricsAndNothingElse()
    {
        await using var host = await Admin();
        var monitor = keys.Monitor();

        using var health = await PeerCalls.Send(host.Peers, monitor, Plane.Admin, HttpMethod.Get, "/health");
        using var live = await PeerCalls.Send(host.Peers, monitor, Plane.Admin, HttpMethod.Get, "/health/live");
        using var metrics = await PeerCalls.Send(host.Peers, monitor, Plane.Admin, HttpMethod.Get, "/metrics");
        using var page = await PeerCalls.Send(host.Peers, monitor, Plane.Admin, HttpMethod.Get, "/page");

        Assert.Contains("\"status\":\"Healthy\"", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Contains("kestrel_active_connections", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Equal("Forbidden", await PeerCalls.Who(host.Peers, monitor, Plane.Admin));
    }

    [Fact]
    public async Task PeerDoor_ServiceAsksForAPage_FindsNone()
    {
        await using var host = await Admin();

        using var answer = await PeerCalls.Send(host.Peers, keys.Service(Plane.Gateway), Plane.Admin, HttpMethod.Get, "/page");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task PeerDoor_SocketLeftByAKilledProcess_IsTakenOver()
    {
        var path = Path.Combine(keys.Directory, "admin.sock");
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(path + ".moved"));
            // .NET unlinks the name it bound; under another one it stays, as after kill -9.
            File.Move(path + ".moved", path);
        }
        Assert.True(File.Exists(path));

        await using var host = await TestHost.Start(Plane.Admin, b => b.ListenForPeers(ServiceAddress.Unix(path), keys.Service(Plane.Admin)));

        Assert.Equal("gateway", await PeerCalls.Who(host.Peers, keys.Service(Plane.Gateway), Plane.Admin));
        await Assert.ThrowsAsync<IOException>(() => TestHost.Start(Plane.Admin, b => b.ListenForPeers(ServiceAddress.Unix(path), keys.Service(Plane.Admin))));
    }

    private Task<TestHost> Admin() =>
        TestHost.Start(Plane.Admin, b => b.ListenForPeers(ServiceAddress.AnyLoopbackPort(), keys.Service(Plane.Admin)));

    private static async Task HandshakeAndRead(ServiceAddress address, SslProtocols protocols, SslApplicationProtocol application)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(address.Ip!, address.Port);
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = Plane.Admin.DnsName(),
            EnabledSslProtocols = protocols,
            ApplicationProtocols = [application],
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        });
        // In TLS 1.3 the client learns of its refusal with the first read.
        var read = await tls.ReadAsync(new byte[1]);
        if (read == 0)
            throw new IOException("closed");
    }
}
