using Bastion.Ssh.Crypto;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>
/// The keys of one connection: carries out what <see cref="KeyExchangeMachine"/> decides, says when new keys are due (RFC 4253 section
/// 9), and ends a key exchange that does not. Everything under the gate of the transport.
/// </summary>
internal sealed class TransportKeys(TransportOptions options, InboundPackets inbound, OutboundPackets outbound, Action timedOut)
    : IKeyExchangeOutput, IDisposable
{
    // Sequence numbers have 32 bits and must not come twice with the same keys.
    private const uint PacketsPerKey = 1u << 31;

    private readonly long _clockHz = options.Clock.TimestampFrequency;
    private KeyExchangeMachine? _machine;
    private ITimer? _deadline;
    private TaskCompletionSource? _room;
    private uint _sealedAtKeys;
    private long _keysAt;

    public KeyExchangeMachine Machine => _machine ?? throw new InvalidOperationException("the versions are not exchanged yet");

    public bool Exists => _machine is not null;

    public void Begin(KeyExchangeMachine machine) => _machine = machine;

    /// <summary>Starts a key exchange when bytes, packets or age say so.</summary>
    public void RenewWhenDue()
    {
        if (_machine is not { State: KeyExchangeState.Idle, Completed: > 0 })
        {
            return;
        }

        bool due = outbound.BytesWithKeys >= options.RekeyAfterBytes
            || inbound.BytesWithKeys >= options.RekeyAfterBytes
            || unchecked(outbound.Sequence - _sealedAtKeys) >= PacketsPerKey
            || options.Clock.GetTimestamp() - _keysAt >= options.RekeyAfter.TotalSeconds * _clockHz;
        if (due)
        {
            _machine.Start(offerChaCha: _machine.Strict || options is ClientTransportOptions);
        }
    }

    /// <summary>Waits while more is held back than memory should be spent on.</summary>
    public ValueTask RoomAsync(Lock gate, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!outbound.Holding || outbound.Held <= SshLimits.HeldDuringKeyExchange)
            {
                return ValueTask.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(cancellation));
        }
    }

    /// <summary>Nobody waits for a key exchange of a connection that is over.</summary>
    public void Ended()
    {
        _room?.TrySetResult();
        _deadline?.Dispose();
    }

    void IKeyExchangeOutput.SendNow(ReadOnlySpan<byte> payload) => outbound.SealPayload(payload);

    void IKeyExchangeOutput.HoldMessages()
    {
        outbound.Hold();
        if (Machine.Completed > 0)
        {
            // The first exchange is under the deadline of the handshake.
            _deadline = options.Clock.CreateTimer(_ => timedOut(), null, options.KeyExchangeTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    void IKeyExchangeOutput.InstallOutbound(PacketCipher cipher, bool resetSequence)
    {
        outbound.Install(cipher, resetSequence);
        _sealedAtKeys = outbound.Sequence;
    }

    void IKeyExchangeOutput.ReleaseMessages()
    {
        outbound.Release();
        _room?.TrySetResult();
        _room = null;
    }

    void IKeyExchangeOutput.InstallInbound(PacketCipher cipher, bool resetSequence)
    {
        inbound.Install(cipher, resetSequence);
        _keysAt = options.Clock.GetTimestamp();
        _deadline?.Dispose();
        _deadline = null;
    }

    public void Dispose()
    {
        Ended();
        _machine?.Dispose();
    }
}
