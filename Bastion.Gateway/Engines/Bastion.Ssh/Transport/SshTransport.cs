using System.Net.Sockets;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>
/// One SSH connection below authentication and channels, RFC 4253, the same for both roles. It drives a stream that the caller opened.
/// <para>
/// Receiving: one task calls <see cref="ReceiveAsync"/> in a loop. That loop is also what carries key exchanges, so it must go on even
/// when there is nothing to do with the messages.
/// </para>
/// <para>
/// Sending: any task calls <see cref="Write{T}"/> as often as it likes, then <see cref="FlushAsync"/> once. Each message is sealed
/// whole and in the order of the calls. During a key exchange messages wait and go out after it in the same order; nothing is lost.
/// </para>
/// </summary>
public sealed class SshTransport : IMessageSink, IAsyncDisposable
{
    private static readonly TimeSpan ProtocolErrorPatience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly InboundBatch _batch = new();
    private readonly Stream _stream;
    private readonly TransportOptions _options;
    private readonly InboundPackets _inbound;
    private readonly OutboundPackets _outbound = new();
    private readonly PacketFlusher _flusher;
    private readonly CancellationTokenSource _lifetime = new();
    private readonly LinkedToken _receiveToken;
    private readonly TransportKeys _keys;
    private readonly MessageDispatcher _dispatcher;
    private SshEnd? _end;
    private bool _released;

    internal SshTransport(Stream stream, TransportOptions options, KeyExchangeParty party)
    {
        _stream = stream;
        _options = options;
        Role = party.Role;
        _inbound = new InboundPackets(stream);
        _flusher = new PacketFlusher(stream, _outbound, _gate, _lifetime.Token);
        _receiveToken = new LinkedToken(_lifetime.Token);
        _keys = new TransportKeys(options, _inbound, _outbound, TimedOut);
        _dispatcher = new MessageDispatcher(party.Role, _keys, _outbound, _batch);
        Party = party;
    }

    public SshRole Role { get; }

    /// <summary>Version line of the peer without CR LF, for instance SSH-2.0-OpenSSH_9.2p1; printable US-ASCII.</summary>
    public string PeerIdentification { get; internal set; } = "";

    /// <summary>Exchange hash of the first key exchange.</summary>
    public ReadOnlyMemory<byte> SessionId => _keys.Machine.SessionId;

    /// <summary>What the last key exchange agreed on.</summary>
    public NegotiatedAlgorithms Algorithms => _keys.Machine.Current!;

    /// <summary>Key exchanges finished so far.</summary>
    public int KeyExchanges => _keys.Machine.Completed;

    /// <summary>How the connection ended; null while it lives.</summary>
    public SshEnd? End => Volatile.Read(ref _end);

    internal KeyExchangeParty Party { get; }

    internal TimeProvider Clock => _options.Clock;

    /// <summary>server-sig-algs of the peer; null when it sent none.</summary>
    internal IReadOnlyList<string>? PeerSignatureAlgorithms => _dispatcher.PeerSignatureAlgorithms;

    /// <summary>Server role: version exchange and first keys. The stream is closed when this fails and belongs to the transport else.</summary>
    public static Task<SshOpening> AcceptAsync(Stream stream, ServerTransportOptions options, CancellationToken cancellation) =>
        Handshake.RunAsync(
            new SshTransport(stream, options, new KeyExchangeParty(SshRole.Server, options.Algorithms, options.HostKeys, null)),
            options,
            options.SpeakFirstAfter,
            cancellation);

    /// <summary>Client role: version exchange, first keys, host key compared with the pins. Ownership as in <see cref="AcceptAsync"/>.</summary>
    public static Task<SshOpening> ConnectAsync(Stream stream, ClientTransportOptions options, CancellationToken cancellation) =>
        Handshake.RunAsync(
            new SshTransport(stream, options, new KeyExchangeParty(SshRole.Client, options.Algorithms, [], options.Pins)),
            options,
            TimeSpan.Zero,
            cancellation);

    /// <summary>
    /// Waits for messages and returns all that are there, up to <see cref="SshLimits.ReceiveBatch"/>. Never throws for anything that the
    /// peer or the network does: the last batch carries <see cref="InboundBatch.End"/>. A protocol error has been answered with
    /// SSH_MSG_DISCONNECT by then. After a cancelled call the next one goes on, nothing is lost.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask<InboundBatch> ReceiveAsync(CancellationToken cancellation)
    {
        _batch.Clear();
        try
        {
            while (End is null)
            {
                Decode();
                await FlushOwnAsync().ConfigureAwait(false);
                if (_batch.Count > 0)
                {
                    return _batch;
                }

                if (!await _inbound.FillAsync(_receiveToken.With(cancellation)).ConfigureAwait(false))
                {
                    Close(new SshEnd(SshEndKind.ConnectionLost, DisconnectReason.ConnectionLost, "the stream ended"));
                }
            }
        }
        catch (OperationCanceledException) when (End is null)
        {
            throw;
        }
        catch (Exception failure) when (IsEnd(failure))
        {
            await FailAsync(failure).ConfigureAwait(false);
        }

        _batch.End = End;
        return _batch;
    }

    /// <summary>Seals a message into the output. Does nothing when the connection is over: <see cref="FlushAsync"/> will tell.</summary>
    public void Write<T>(in T message)
        where T : ISshMessage<T>
    {
        lock (_gate)
        {
            if (_end is null)
            {
                _outbound.Write(message);
                _keys.RenewWhenDue();
            }
        }
    }

    /// <summary>Seals a whole payload, number included, as it is.</summary>
    public void WritePayload(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_end is null)
            {
                _outbound.WritePayload(payload);
                _keys.RenewWhenDue();
            }
        }
    }

    /// <summary>
    /// Hands everything sealed so far to the stream; returns when the stream took it (back-pressure of the peer). While a key exchange
    /// holds messages back it returns without them, unless they are more than <see cref="SshLimits.HeldDuringKeyExchange"/>.
    /// Cancelling ends the waiting for other flushes, never a write that has begun: that is what <see cref="Abort"/> is for.
    /// </summary>
    /// <exception cref="SshEndedException">The connection is over.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        try
        {
            if (End is null)
            {
                await _flusher.FlushAsync(cancellation).ConfigureAwait(false);
                await _keys.RoomAsync(_gate, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (IsEnd(failure) && (failure is not OperationCanceledException || End is not null))
        {
            Close(new SshEnd(SshEndKind.ConnectionLost, DisconnectReason.ConnectionLost, "the stream failed"));
        }

        if (End is { } end)
        {
            throw new SshEndedException(end);
        }
    }

    /// <summary><see cref="Write{T}"/> and <see cref="FlushAsync"/>.</summary>
    public ValueTask SendAsync<T>(T message, CancellationToken cancellation)
        where T : ISshMessage<T>
    {
        Write(message);
        return FlushAsync(cancellation);
    }

    /// <summary>
    /// Orderly end from here: SSH_MSG_DISCONNECT behind what was written, then the stream is closed. Waits for a peer that does not
    /// read or does not close no longer than <paramref name="patience"/>. Any task may call it; <see cref="ReceiveAsync"/> then returns
    /// the end.
    /// </summary>
    public ValueTask DisconnectAsync(DisconnectReason reason, string description, TimeSpan patience) =>
        DisconnectAsync(new SshEnd(SshEndKind.ClosedHere, reason, description), patience);

    /// <summary>Ends at once: nothing more is written, not even what was sealed; the stream is closed. Any task may call it.</summary>
    public void Abort(string description) =>
        Close(new SshEnd(SshEndKind.ClosedHere, DisconnectReason.ConnectionLost, description));

    /// <summary>Closes without a word if nobody did before. No other call may be running or follow.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _released, true))
        {
            return;
        }

        Abort("disposed");
        await _flusher.StopAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _keys.Dispose();
            _outbound.Dispose();
        }

        _inbound.Dispose();
        _receiveToken.Dispose();
        _lifetime.Dispose();
    }

    internal InboundPackets Inbound => _inbound;

    internal PacketFlusher Flusher => _flusher;

    internal TransportKeys Keys => _keys;

    internal Lock Gate => _gate;

    internal CancellationToken Lifetime => _lifetime.Token;

    internal void WriteRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _outbound.WriteRaw(bytes);
        }
    }

    /// <summary>Authentication is over: messages from 80 on may come.</summary>
    internal void EnterConnection()
    {
        lock (_gate)
        {
            _dispatcher.EnterConnection();
        }
    }

    /// <summary>Takes all whole packets that are there, as far as the batch goes.</summary>
    internal void Decode()
    {
        int longest = _dispatcher.Phase == TransportPhase.Connection ? SshLimits.Packet : SshLimits.PacketBeforeAuthentication;
        while (_batch.PayloadBytes < SshLimits.ReceiveBatch && End is null && _inbound.TryReadPacket(longest, out ReadOnlyMemory<byte> payload))
        {
            TransportPhase before = _dispatcher.Phase;
            SshEnd? end;
            lock (_gate)
            {
                end = _dispatcher.Dispatch(payload, unchecked(_inbound.Sequence - 1));
            }

            if (end is not null)
            {
                Close(end);
                return;
            }

            if (_dispatcher.Phase != before && _dispatcher.Phase != TransportPhase.Authentication)
            {
                return; // the handshake or the authentication is over; what follows belongs to whoever receives next
            }
        }

        lock (_gate)
        {
            _keys.RenewWhenDue();
        }
    }

    internal async ValueTask DisconnectAsync(SshEnd end, TimeSpan patience)
    {
        lock (_gate)
        {
            if (_end is not null)
            {
                return;
            }

            _outbound.SealPayload(SshMessage.ToBytes(new DisconnectMessage(end.Reason, end.Description, "")));
            _end = end;
        }

        try
        {
            using var limit = new CancellationTokenSource(patience, _options.Clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _lifetime.Token);
            await _flusher.FlushAsync(both.Token).AsTask().WaitAsync(both.Token).ConfigureAwait(false);
            await Lingering.UntilClosedAsync(_stream, both.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsEnd(failure))
        {
            // The peer does not listen any more.
        }

        CloseStream();
    }

    /// <summary>Turns whatever ended the receiving into an end, telling the peer if it broke the protocol.</summary>
    internal async ValueTask FailAsync(Exception failure)
    {
        switch (failure)
        {
            case SshProtocolException broken:
                await DisconnectAsync(new SshEnd(SshEndKind.ProtocolError, broken.Reason, broken.Message), ProtocolErrorPatience)
                    .ConfigureAwait(false);
                break;
            case SshEndException typed:
                await DisconnectAsync(typed.End, ProtocolErrorPatience).ConfigureAwait(false);
                break;
            default:
                Close(new SshEnd(SshEndKind.ConnectionLost, DisconnectReason.ConnectionLost, "the stream failed"));
                break;
        }
    }

    internal static bool IsEnd(Exception failure) => failure is SshProtocolException or SshEndException or IOException
        or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException { Source: "System.IO.Pipelines" };

    internal void Close(SshEnd end)
    {
        lock (_gate)
        {
            _end ??= end;
            _keys.Ended();
        }

        CloseStream();
    }

    // What the transport itself had to say must go out, but a peer that does not read must not stop the reading.
    internal ValueTask FlushOwnAsync()
    {
        int ready;
        lock (_gate)
        {
            ready = _outbound.Ready;
        }

        if (ready == 0)
        {
            return ValueTask.CompletedTask;
        }

        ValueTask flush = _flusher.FlushAsync(CancellationToken.None);
        if (flush.IsCompleted || ready > SshLimits.PacketBeforeAuthentication)
        {
            return flush;
        }

        _ = Quietly(flush.AsTask());
        return ValueTask.CompletedTask;
    }

    /// <summary>For a timer: nobody waits for it and nobody hears of a failure but the next receive.</summary>
    internal void FlushInBackground() => _ = Quietly(_flusher.FlushAsync(CancellationToken.None).AsTask());

    private static async Task Quietly(Task task) =>
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);

    private void TimedOut() => Close(new SshEnd(SshEndKind.TimedOut, DisconnectReason.KeyExchangeFailed, "the key exchange took too long"));

    private void CloseStream()
    {
        try
        {
            _lifetime.Cancel();
            _stream.Dispose();
        }
        catch (Exception already) when (already is ObjectDisposedException or IOException)
        {
            // Closed by both sides.
        }
    }
}
