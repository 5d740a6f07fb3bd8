using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Authentication;

/// <summary>Client role of RFC 4252 on an open transport whose host key was found among the pins.</summary>
public static class ClientAuthentication
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Shows the credential to the device. Nothing else may receive meanwhile. When it succeeds the transport is in its connection
    /// phase; else dispose it. Banners of the device are dropped: they are hostile text that nobody asked for.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller; the transport is still to be disposed.</exception>
    public static async Task<ClientAuthenticationResult> RunAsync(
        SshTransport transport,
        ClientCredential credential,
        TimeSpan timeout,
        CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout, transport.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        ClientAuthenticationMachine? machine = null;
        try
        {
            new ClientAuthenticationMachine(credential, transport.SessionId, null, transport).Begin();
            await transport.FlushAsync(both.Token).ConfigureAwait(false);
            while (machine?.Outcome is null && transport.End is null)
            {
                InboundBatch batch = await transport.ReceiveAsync(both.Token).ConfigureAwait(false);

                // server-sig-algs comes with the first keys, so it is known by now.
                machine ??= new ClientAuthenticationMachine(
                    credential, transport.SessionId, transport.PeerSignatureAlgorithms, transport);
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
        catch (SshProtocolException broken)
        {
            await transport.FailAsync(broken).ConfigureAwait(false);
        }

        IReadOnlyList<string> methods = machine?.DeviceMethods ?? [];
        return machine?.Outcome is { } outcome && (outcome != ClientAuthenticationOutcome.Accepted || transport.End is null)
            ? new ClientAuthenticationResult(outcome, methods)
            : new ClientAuthenticationResult(ClientAuthenticationOutcome.Ended, methods, transport.End);
    }

    private static async ValueTask HandleAsync(
        SshTransport transport, ClientAuthenticationMachine machine, InboundBatch batch, CancellationToken cancellation)
    {
        foreach (InboundMessage message in batch)
        {
            machine.Handle(message.Number, message.Payload);
        }

        if (machine.Outcome == ClientAuthenticationOutcome.Accepted)
        {
            return;
        }

        if (machine.Outcome is null)
        {
            await transport.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }
}
