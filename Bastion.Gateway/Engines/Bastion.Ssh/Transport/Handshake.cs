using System.Text;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>Version exchange (RFC 4253 section 4.2) and first key exchange, under one deadline.</summary>
internal static class Handshake
{
    public static async Task<SshOpening> RunAsync(
        SshTransport transport, TransportOptions options, TimeSpan speakFirstAfter, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.KeyExchangeTimeout, options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation, transport.Lifetime);
        try
        {
            string peer = await ExchangeVersionsAsync(transport, options, both.Token).ConfigureAwait(false);
            await ExchangeKeysAsync(transport, options, peer, speakFirstAfter, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            transport.Close(new SshEnd(SshEndKind.TimedOut, DisconnectReason.KeyExchangeFailed, "the handshake took too long"));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        catch (Exception failure) when (SshTransport.IsEnd(failure))
        {
            await transport.FailAsync(failure).ConfigureAwait(false);
        }

        if (transport.End is not { } end)
        {
            return SshOpening.Opened(transport);
        }

        await transport.DisposeAsync().ConfigureAwait(false);
        return SshOpening.Failed(end);
    }

    private static async Task<string> ExchangeVersionsAsync(
        SshTransport transport, TransportOptions options, CancellationToken cancellation)
    {
        transport.WriteRaw(Encoding.ASCII.GetBytes(options.Identification + "\r\n"));
        await transport.Flusher.FlushAsync(cancellation).ConfigureAwait(false);
        int preamble = 0;
        while (true)
        {
            string line;
            while (!transport.Inbound.TryReadLine(out line))
            {
                if (!await transport.Inbound.FillAsync(cancellation).ConfigureAwait(false))
                {
                    throw new IOException("the stream ended");
                }
            }

            if (line.StartsWith("SSH-", StringComparison.Ordinal))
            {
                RequireVersion(transport.Role, line);
                transport.PeerIdentification = line;
                return line;
            }

            preamble += line.Length + 2;
            if (transport.Role == SshRole.Server || preamble > SshLimits.Preamble)
            {
                throw NotSsh(); // only a server may say something before its version
            }
        }
    }

    private static void RequireVersion(SshRole role, string line)
    {
        bool second = line.StartsWith("SSH-2.0-", StringComparison.Ordinal);
        bool either = role == SshRole.Client && line.StartsWith("SSH-1.99-", StringComparison.Ordinal);
        bool printable = !line.AsSpan().ContainsAnyExceptInRange(' ', '~');
        if (!(second || either) || !printable)
        {
            throw NotSsh();
        }
    }

    private static async Task ExchangeKeysAsync(
        SshTransport transport, TransportOptions options, string peer, TimeSpan speakFirstAfter, CancellationToken cancellation)
    {
        bool server = transport.Role == SshRole.Server;
        var machine = new KeyExchangeMachine(
            transport.Party, server ? peer : options.Identification, server ? options.Identification : peer, transport.Keys);
        lock (transport.Gate)
        {
            transport.Keys.Begin(machine);
            if (!server)
            {
                machine.Start(offerChaCha: true);
            }
        }

        await using ITimer patience = options.Clock.CreateTimer(
            _ => SpeakFirst(transport, machine), null, server ? speakFirstAfter : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            await DecodeAsync(transport, options, cancellation).ConfigureAwait(false);
            await transport.FlushOwnAsync().ConfigureAwait(false);
            if (machine.Completed > 0 || transport.End is not null)
            {
                return;
            }

            if (!await transport.Inbound.FillAsync(cancellation).ConfigureAwait(false))
            {
                throw new IOException("the stream ended");
            }
        }
    }

    // What costs is in here: the agreement and the signature.
    private static async ValueTask DecodeAsync(SshTransport transport, TransportOptions options, CancellationToken cancellation)
    {
        if (options is not ServerTransportOptions { Turns: { } turns })
        {
            transport.Decode();
            return;
        }

        await turns.EnterAsync(cancellation).ConfigureAwait(false);
        try
        {
            transport.Decode();
        }
        finally
        {
            turns.Leave();
        }
    }

    // The client waits for us, so it must be offered what is safe without knowing more of it.
    private static void SpeakFirst(SshTransport transport, KeyExchangeMachine machine)
    {
        lock (transport.Gate)
        {
            if (transport.End is not null || machine.State != KeyExchangeState.Idle || machine.Completed > 0)
            {
                return;
            }

            machine.Start(offerChaCha: false);
        }

        transport.FlushInBackground();
    }

    private static SshEndException NotSsh() =>
        new(new SshEnd(SshEndKind.NotSsh, DisconnectReason.ProtocolVersionNotSupported, "the peer does not speak SSH 2.0"));
}
