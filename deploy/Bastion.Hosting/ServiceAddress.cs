using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Serialization;

namespace Bastion.Hosting;

/// <summary>
/// Where a service listens or is reached: <c>unix:/absolute/path</c> or <c>tcp:127.0.0.1:5001</c> (<c>tcp:[::1]:5001</c>).
/// Port 0 lets the system choose. Addresses only, no host names: who answers is told by the certificate, never by DNS.
/// </summary>
[JsonConverter(typeof(ServiceAddressConverter))]
public sealed record ServiceAddress
{
    // sun_path of unix(7) holds 108 bytes with the final zero.
    private const int MaxUnixPathBytes = 107;

    private ServiceAddress(string? unixPath, IPAddress? ip, int port)
    {
        UnixPath = unixPath;
        Ip = ip;
        Port = port;
    }

    public string? UnixPath { get; }

    public IPAddress? Ip { get; }

    /// <summary>0 for a Unix socket, and before the system has chosen.</summary>
    public int Port { get; }

    [MemberNotNullWhen(true, nameof(UnixPath))]
    [MemberNotNullWhen(false, nameof(Ip))]
    public bool IsUnix => UnixPath is not null;

    public static ServiceAddress Unix(string path) => Parse("unix:" + path);

    public static ServiceAddress Tcp(IPAddress ip, int port) => new(null, ip, port);

    /// <summary>Loopback, port chosen by the system: what tests listen on.</summary>
    public static ServiceAddress AnyLoopbackPort() => Tcp(IPAddress.Loopback, 0);

    /// <exception cref="FormatException">Not one of the two forms.</exception>
    public static ServiceAddress Parse(string text) =>
        TryParse(text, out var address, out var error) ? address : throw new FormatException(error);

    public static bool TryParse(string? text, [NotNullWhen(true)] out ServiceAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = null;
        if (text is not null && text.StartsWith("unix:", StringComparison.Ordinal))
        {
            var path = text["unix:".Length..];
            if (!path.StartsWith('/'))
                error = $"'{text}': the path of a Unix socket must be absolute";
            else if (Encoding.UTF8.GetByteCount(path) > MaxUnixPathBytes)
                error = $"'{text}': the path of a Unix socket has at most {MaxUnixPathBytes} bytes";
            else
                address = new ServiceAddress(path, null, 0);
        }
        else if (text is not null && text.StartsWith("tcp:", StringComparison.Ordinal)
            && text.LastIndexOf(':') is var colon and > 4
            && IPAddress.TryParse(text[4..colon], out var ip)
            && (ip.AddressFamily == AddressFamily.InterNetwork || text[4] == '[')
            && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            address = new ServiceAddress(null, ip, port);
        }
        else
        {
            error = $"'{text}' is not an address: write unix:/path or tcp:127.0.0.1:5001";
        }
        return address is not null;
    }

    public EndPoint ToEndPoint() => IsUnix ? new UnixDomainSocketEndPoint(UnixPath) : new IPEndPoint(Ip, Port);

    public override string ToString() => IsUnix ? "unix:" + UnixPath : "tcp:" + new IPEndPoint(Ip, Port);

    internal static ServiceAddress Of(EndPoint endPoint) => endPoint switch
    {
        UnixDomainSocketEndPoint unix => Unix(unix.ToString()),
        IPEndPoint ip => Tcp(ip.Address, ip.Port),
        _ => throw new NotSupportedException(endPoint.ToString()),
    };
}
