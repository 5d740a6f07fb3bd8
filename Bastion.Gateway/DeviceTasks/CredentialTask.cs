using System.Net.Sockets;
using System.Text;
using Bastion.Admin.Contracts;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Bastion.Gateway.DeviceTasks;

/// <summary>
/// Checks the credential of a device, or changes it there. Only a host key that is pinned is spoken to.
/// A change is believed when a new connection came in with the new secret; when it does not, the old one is tried and what was changed is taken back.
/// </summary>
internal sealed class CredentialTask(DeviceTask task)
{
    public const string Check = "credentialCheck";
    public const string Rotate = "credentialRotate";
    private const string Refused = "refused";
    private const string RolledBack = "rolled_back";
    private const string Unsettled = "unsettled";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <returns>Empty: done. Else unreachable, timeout, pin_changed, refused, rolled_back (the old secret is in force), unsettled (nobody knows).</returns>
    public async Task<string> RunAsync()
    {
        if (task.Kind == Check)
            return await TryAsync(task.Current);
        var now = await TryAsync(task.Current);
        // An earlier attempt may have got further than its report.
        if (now == Refused && await TryAsync(task.Pending) == "")
            return "";
        if (now != "")
            return now;
        await (task.Pending.SecretCase == Credential.SecretOneofCase.PrivateKey ? ChangeKeyAsync() : ChangePasswordAsync());
        if (await TryAsync(task.Pending) == "")
        {
            if (task.Pending.SecretCase == Credential.SecretOneofCase.PrivateKey)
                await RemoveKeyAsync(task.Pending, task.OldPublicKey);
            return "";
        }

        if (await TryAsync(task.Current) != "")
            return Unsettled;
        if (task.Pending.SecretCase == Credential.SecretOneofCase.PrivateKey)
            await RemoveKeyAsync(task.Current, task.NewPublicKey);
        return RolledBack;
    }

    private async Task<string> TryAsync(Credential credential) => await UseAsync(credential, _ => Task.CompletedTask);

    private async Task<string> UseAsync(Credential credential, Func<SshClient, Task> use)
    {
        using var limit = new CancellationTokenSource(Limit);
        var pinned = true;
        try
        {
            using var client = new SshClient(Connection(credential));
            client.HostKeyReceived += (_, shown) => shown.CanTrust = pinned = task.Pins.Any(pin => pin.PublicKey.Span.SequenceEqual(shown.HostKey));
            await client.ConnectAsync(limit.Token);
            await use(client);
            return "";
        }
        catch (SshAuthenticationException)
        {
            return Refused;
        }
        catch (SocketException)
        {
            return "unreachable";
        }
        catch (OperationCanceledException)
        {
            return "timeout";
        }
        catch (SshException)
        {
            return pinned ? Refused : "pin_changed";
        }
    }

    private Renci.SshNet.ConnectionInfo Connection(Credential credential)
    {
        AuthenticationMethod method = credential.SecretCase == Credential.SecretOneofCase.PrivateKey
            ? new PrivateKeyAuthenticationMethod(credential.Account, Key(credential))
            : new PasswordAuthenticationMethod(credential.Account, credential.Password);
        return new Renci.SshNet.ConnectionInfo(task.Host, task.Port, credential.Account, method) { Timeout = Limit };
    }

    private static PrivateKeyFile Key(Credential credential)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(credential.PrivateKey));
        return credential.Passphrase.Length > 0 ? new PrivateKeyFile(file, credential.Passphrase) : new PrivateKeyFile(file);
    }

    /// <summary>The device's own program for it, at a terminal, as a person would: old, new, new again, whatever its words.</summary>
    private Task<string> ChangePasswordAsync() => UseAsync(task.Current, async client =>
    {
        await using var shell = client.CreateShellStream("dumb", 80, 24, 0, 0, 4096);
        shell.WriteLine(task.Command);
        foreach (var (prompt, answer) in new[] { ("(current|old|ancien|actuel)[^\\n]*:", task.Current.Password), ("new|nouveau", task.Pending.Password), ("(re-?type|again|confirm|new|nouveau)[^\\n]*:", task.Pending.Password) })
        {
            if (shell.Expect(new System.Text.RegularExpressions.Regex(prompt, System.Text.RegularExpressions.RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)), Limit) is null)
                return;
            shell.WriteLine(answer);
        }

        shell.WriteLine("echo bastion-$((40+2))");
        shell.Expect("bastion-42", Limit);
    });

    private Task<string> ChangeKeyAsync() => UseAsync(task.Current, client =>
    {
        using var command = client.CreateCommand($"umask 077; mkdir -p ~/.ssh && printf '%s\\n' '{task.NewPublicKey}' >> ~/.ssh/authorized_keys");
        command.CommandTimeout = Limit;
        command.Execute();
        return Task.CompletedTask;
    });

    /// <summary>Only the line of this key; the file is written in place, so that its owner and mode stay.</summary>
    private async Task RemoveKeyAsync(Credential with, string publicKey)
    {
        var parts = publicKey.Split(' ');
        if (parts.Length < 2)
            return;
        await UseAsync(with, client =>
        {
            using var command = client.CreateCommand($"umask 077; grep -v -F '{parts[1]}' ~/.ssh/authorized_keys > ~/.ssh/.authorized_keys.new; cat ~/.ssh/.authorized_keys.new > ~/.ssh/authorized_keys; rm -f ~/.ssh/.authorized_keys.new");
            command.CommandTimeout = Limit;
            command.Execute();
            return Task.CompletedTask;
        });
    }
}
