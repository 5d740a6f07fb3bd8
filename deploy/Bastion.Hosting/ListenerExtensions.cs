using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Hosting;

/// <summary>Opens the doors of a service.</summary>
public static class ListenerExtensions
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);

    // RFC 9325 section 4.2: forward secrecy and AEAD only.
    private static readonly TlsCipherSuite[] BrowserSuites =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ];

    /// <summary>
    /// gRPC over HTTP/2 and mutual TLS 1.3 for the other services; health and metrics for a probe. A client without a certificate of our own authority,
    /// or whose certificate names neither a service nor the probe, does not get through the handshake. Each service has one, Gateway too.
    /// gRPC methods still say who may call them: <see cref="PeerIdentity.Require"/>.
    /// </summary>
    public static WebApplicationBuilder ListenForPeers(this WebApplicationBuilder builder, ServiceAddress address, TlsIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        builder.Services.AddGrpc(o =>
        {
            o.MaxReceiveMessageSize = PeerChannel.MaxMessageBytes;
            o.MaxSendMessageSize = PeerChannel.MaxMessageBytes;
            o.EnableDetailedErrors = false;
        });
        return builder.Listen(new Door(Listener.Peers, address, []), HttpProtocols.Http2, _ => new SslServerAuthenticationOptions
        {
            ServerCertificateContext = identity.Context,
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            ClientCertificateRequired = true,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowTlsResume = false,
            AllowRenegotiation = false,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                identity.Recognise(certificate as X509Certificate2, asServer: false) is { } name
                && (name == PlaneNames.Monitor || PlaneNames.PlaneNamed(name) is not null),
        });
    }

    /// <summary>HTTPS for people. A request for another host name than these gets 421 (RFC 9110 section 15.5.20).</summary>
    /// <param name="hosts">Names (or addresses) as browsers write them, without port; at least one.</param>
    public static WebApplicationBuilder ListenForBrowsers(this WebApplicationBuilder builder, ServiceAddress address, WebIdentity identity, params string[] hosts) =>
        builder.ListenForBrowsers(address, identity, hosts, null);

    /// <param name="below">More names, with a certificate of their own; null for none.</param>
    public static WebApplicationBuilder ListenForBrowsers(this WebApplicationBuilder builder, ServiceAddress address, WebIdentity identity, string[] hosts, NamesBelow? below)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(hosts);
        ArgumentOutOfRangeException.ThrowIfZero(hosts.Length, nameof(hosts));
        return builder.Listen(new Door(Listener.Browsers, address, hosts, below), HttpProtocols.Http1AndHttp2, greeting => new SslServerAuthenticationOptions
        {
            ServerCertificateContext = below is not null && below.Covers(greeting.ClientHelloInfo.ServerName) ? below.Identity.Context : identity.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            AllowRenegotiation = false,
            CipherSuitesPolicy = new CipherSuitesPolicy(BrowserSuites),
        });
    }

    private static WebApplicationBuilder Listen(this WebApplicationBuilder builder, Door door, HttpProtocols protocols, Func<TlsHandshakeCallbackContext, SslServerAuthenticationOptions> tls)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var doors = (Doors)builder.Services.First(s => s.ServiceType == typeof(Doors)).ImplementationInstance!;
        doors.All.Add(door);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(door.Address.ToEndPoint(), listen =>
        {
            door.Bound = listen;
            listen.Protocols = protocols;
            listen.Use(next => connection =>
            {
                connection.Features.Set(door);
                return next(connection);
            });
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = HandshakeTimeout,
                OnConnection = context => ValueTask.FromResult(tls(context)),
            });
        }));
        return builder;
    }
}
