using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Bastion.Admin.Contracts;
using Bastion.Gateway.HttpsBroker.Device;
using Google.Protobuf;

namespace Bastion.Gateway.DeviceTasks;

/// <summary>Asks a device for its certificate and says nothing to it: the connection ends when the handshake has shown it.</summary>
internal static class CertificateScan
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task<HostKeyScanResult> ScanAsync(string host, int port, bool oldTls)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        HostKeyPin? shown = null;
        try
        {
            await socket.ConnectAsync(host, port, limit.Token);
            await using var line = new SslStream(new NetworkStream(socket, ownsSocket: false));
            var options = DeviceTls.Options(host, oldTls);
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
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // Also the way out once the certificate was seen: it is never trusted here.
        }
        return shown is null ? new HostKeyScanResult([], "refused") : new HostKeyScanResult([shown], "");
    }
}
