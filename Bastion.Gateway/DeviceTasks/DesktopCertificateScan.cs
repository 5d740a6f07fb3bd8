using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Bastion.Admin.Contracts;
using Bastion.Gateway.HttpsBroker.Device;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Wire;
using Google.Protobuf;

namespace Bastion.Gateway.DeviceTasks;

/// <summary>Asks a desktop for its certificate: X.224, then TLS up to the handshake that shows it. Nobody signs in.</summary>
internal static class DesktopCertificateScan
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task<HostKeyScanResult> ScanAsync(string host, int port)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        HostKeyPin? shown = null;
        try
        {
            await socket.ConnectAsync(host, port, limit.Token);
            await using var plain = new NetworkStream(socket, ownsSocket: false);
            await plain.WriteAsync(new ConnectionRequest(SecurityProtocols.Tls | SecurityProtocols.Nla).ToFrame(), limit.Token);
            var head = new byte[4];
            await plain.ReadExactlyAsync(head, limit.Token);
            var frame = new byte[Math.Max(head.Length, RdpFraming.LengthOf(head, RdpLimits.LongestConnectionRequest))];
            head.CopyTo(frame, 0);
            await plain.ReadExactlyAsync(frame.AsMemory(head.Length), limit.Token);
            if (ConnectionConfirm.Read(frame).Selected is not (SecurityProtocols.Tls or SecurityProtocols.Nla))
                return new HostKeyScanResult([], "refused");
            await using var line = new SslStream(plain);
            var options = DeviceTls.Options(host, oldTls: false);
            options.ApplicationProtocols = null;
            options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                if (certificate is not null)
                    shown = new HostKeyPin { Algorithm = DeviceTls.PinAlgorithm, PublicKey = ByteString.CopyFrom(certificate.GetRawCertData()) };
                return false;
            };
            await line.AuthenticateAsClientAsync(options, limit.Token);
        }
        catch (SocketException)
        {
            return new HostKeyScanResult([], "unreachable");
        }
        catch (OperationCanceledException)
        {
            return new HostKeyScanResult([], "timeout");
        }
        catch (Exception e) when (e is AuthenticationException or IOException or RdpProtocolException)
        {
            // Also the way out once the certificate was seen: it is never trusted here.
        }
        return shown is null ? new HostKeyScanResult([], "refused") : new HostKeyScanResult([shown], "");
    }
}
