using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Authentication;

/// <summary>Server role of RFC 4252 on an open transport: service request, requests, verdicts, success.</summary>
public static class ServerAuthentication
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Drives the transport until the client is authenticated or gone. Nothing else may receive meanwhile. When it succeeds the
    /// transport is in its connection phase: go on with <see cref="SshTransport.ReceiveAsync"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller; the transport is still to be disposed.</exception>
    public static async Task<ServerAuthenticationResult> RunAsync(
        SshTransport transport,
        IServerAuthenticator authenticator,
        ServerAuthenticationOptions options,
        CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.Timeout, transport.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        await using var machine = new ServerAuthenticationMachine(
            authenticator, options, transport.Party.Profile.UserKey, transport.SessionId, transport);
        try
        {
            while (!machine.Succeeded && transport.End is null)
            {
                InboundBatch batch = await transport.ReceiveAsync(both.Token).ConfigureAwait(false);
                await HandleAsync(transport, machine, batch, both.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            var late = new SshEnd(SshEndKind.TimedOut, DisconnectReason.ByApplication, "authentication took too long");
            await transport.DisconnectAsync(late, Patience).ConfigureAwait(false);
        }
        catch (SshEndedException)
        {
            // Said by transport.End.
        }
        catch (Exception failure) when (failure is SshProtocolException or SshEndException)
        {
            await transport.FailAsync(failure).ConfigureAwait(false);
        }

        return machine.Succeeded && transport.End is null
            ? new ServerAuthenticationResult { Login = machine.Login, Methods = machine.Accepted }
            : new ServerAuthenticationResult { End = transport.End };
    }

    private static async ValueTask HandleAsync(
        SshTransport transport, ServerAuthenticationMachine machine, InboundBatch batch, CancellationToken cancellation)
    {
        for (int i = 0; i < batch.Count && !machine.Succeeded; i++)
        {
            await machine.HandleAsync(batch[i].Number, batch[i].Payload, cancellation).ConfigureAwait(false);
        }

        if (machine.Succeeded)
        {
            // The client may answer the success before the flush returns.
            transport.EnterConnection();
            transport.Write(default(UserAuthSuccessMessage));
        }

        await transport.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
