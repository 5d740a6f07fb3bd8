using System.Net.Sockets;
using Bastion.Admin.Contracts;
using Google.Protobuf;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Bastion.Gateway.DeviceTasks;

/// <summary>
/// Asks a device for its host keys, one connection per kind of key, and signs in nowhere: the connection ends when the key was shown.
/// SSH.NET is used here on purpose: an independent reader of what the engine later compares.
/// </summary>
internal static class HostKeyScan
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly string[][] Kinds = [["ssh-ed25519"], ["ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"], ["rsa-sha2-512", "rsa-sha2-256"]];

    public static async Task<HostKeyScanResult> ScanAsync(string host, int port)
    {
        var keys = new List<HostKeyPin>();
        var error = "";
        foreach (var kind in Kinds)
        {
            var (key, failure) = await AskAsync(host, port, kind);
            if (key is not null && !keys.Exists(k => k.PublicKey.Equals(key.PublicKey)))
                keys.Add(key);
            if (failure.Length > 0)
                error = failure;
            if (failure == "unreachable")
                break;
        }
        return new HostKeyScanResult(keys, keys.Count > 0 ? "" : error.Length > 0 ? error : "refused");
    }

    private static async Task<(HostKeyPin? Key, string Error)> AskAsync(string host, int port, string[] algorithms)
    {
        var connection = new Renci.SshNet.ConnectionInfo(host, port, "bastion-scan", new NoneAuthenticationMethod("bastion-scan")) { Timeout = Limit };
        foreach (var offered in connection.HostKeyAlgorithms.Keys.Except(algorithms).ToArray())
            connection.HostKeyAlgorithms.Remove(offered);
        if (connection.HostKeyAlgorithms.Count == 0)
            return (null, "");
        HostKeyPin? seen = null;
        using var client = new SshClient(connection);
        client.HostKeyReceived += (_, shown) =>
        {
            seen = new HostKeyPin { Algorithm = Family(shown.HostKeyName), PublicKey = ByteString.CopyFrom(shown.HostKey) };
            shown.CanTrust = false;
        };
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await client.ConnectAsync(limit.Token);
        }
        catch (SocketException)
        {
            return (null, "unreachable");
        }
        catch (OperationCanceledException)
        {
            return (seen, seen is null ? "timeout" : "");
        }
        catch (SshException)
        {
            // Also the way out once the key was seen: it is never trusted here.
        }
        return (seen, "");
    }

    // The key's own type, whatever algorithm signed with it.
    private static string Family(string name) => name.StartsWith("rsa-", StringComparison.Ordinal) ? "ssh-rsa" : name;
}
