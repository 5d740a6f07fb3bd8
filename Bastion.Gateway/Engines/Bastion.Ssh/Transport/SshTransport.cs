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
public sealed class SshTransport : IAsyncDisposable
{
    private SshTransport() { }

    /// <summary>Server role: version exchange and first keys. The stream is closed when this fails and belongs to the transport else.</summary>
    public static Task<SshOpening> AcceptAsync(Stream stream, ServerTransportOptions options, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Client role: version exchange, first keys, host key compared with the pins. Ownership as in <see cref="AcceptAsync"/>.</summary>
    public static Task<SshOpening> ConnectAsync(Stream stream, ClientTransportOptions options, CancellationToken cancellation) =>
        throw new NotImplementedException();

    public SshRole Role => throw new NotImplementedException();

    /// <summary>Version line of the peer without CR LF, for instance SSH-2.0-OpenSSH_9.2p1; printable US-ASCII.</summary>
    public string PeerIdentification => throw new NotImplementedException();

    /// <summary>Exchange hash of the first key exchange.</summary>
    public ReadOnlyMemory<byte> SessionId => throw new NotImplementedException();

    /// <summary>What the last key exchange agreed on.</summary>
    public NegotiatedAlgorithms Algorithms => throw new NotImplementedException();

    /// <summary>How the connection ended; null while it lives.</summary>
    public SshEnd? End => throw new NotImplementedException();

    /// <summary>
    /// Waits for messages and returns all that are there, up to <see cref="SshLimits.ReceiveBatch"/>. Never throws for anything that the
    /// peer or the network does: the last batch carries <see cref="InboundBatch.End"/>. A protocol error has been answered with
    /// SSH_MSG_DISCONNECT by then. After a cancelled call the next one goes on, nothing is lost.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ValueTask<InboundBatch> ReceiveAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Seals a message into the output. Does nothing when the connection is over: <see cref="FlushAsync"/> will tell.</summary>
    public void Write<T>(in T message)
        where T : ISshMessage<T> => throw new NotImplementedException();

    /// <summary>Seals a whole payload, number included, as it is.</summary>
    public void WritePayload(ReadOnlySpan<byte> payload) => throw new NotImplementedException();

    /// <summary>
    /// Hands everything sealed so far to the stream; returns when the stream took it (back-pressure of the peer). While a key exchange
    /// holds messages back it returns without them, unless they are more than <see cref="SshLimits.HeldDuringKeyExchange"/>.
    /// </summary>
    /// <exception cref="SshEndedException">The connection is over.</exception>
    public ValueTask FlushAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary><see cref="Write{T}"/> and <see cref="FlushAsync"/>.</summary>
    public ValueTask SendAsync<T>(T message, CancellationToken cancellation)
        where T : ISshMessage<T>
    {
        Write(message);
        return FlushAsync(cancellation);
    }

    /// <summary>
    /// Orderly end from here: SSH_MSG_DISCONNECT behind what was written, then the stream is closed. Waits for a peer that does not
    /// read no longer than <paramref name="patience"/>. Any task may call it; <see cref="ReceiveAsync"/> then returns the end.
    /// </summary>
    public ValueTask DisconnectAsync(DisconnectReason reason, string description, TimeSpan patience) => throw new NotImplementedException();

    /// <summary>Ends at once: nothing more is written, not even what was sealed; the stream is closed. Any task may call it.</summary>
    public void Abort(string description) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
