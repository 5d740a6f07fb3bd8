using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>What stands between the recording and the device's socket: connections of one session alone, and its sign-in.</summary>
internal static class DeviceHandlers
{
    /// <summary>TLS is made by the connector, so towards this handler everything is plain and there is no name to be looked up.</summary>
    public static readonly Uri Root = new("http://device.invalid");

    private const int MaxResponseHeadersKiB = 64;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    public static HttpMessageHandler Build(DeviceConnector connector, HttpTerms terms, DeviceCredential credential, string origin, TimeProvider time)
    {
        var sockets = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = DeviceConnector.DialLimit,
            MaxConnectionsPerServer = DeviceConnector.MaxConnections,
            MaxResponseHeadersLength = MaxResponseHeadersKiB,
            PooledConnectionIdleTimeout = Idle,
            ResponseDrainTimeout = TimeSpan.FromSeconds(2),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            ConnectCallback = (_, cancellation) => connector.ConnectAsync(cancellation),
        };
        return DeviceLogin.Over(sockets, terms, credential, origin, time);
    }
}
