using System.Text;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>
/// What happens to each decrypted payload: past the <see cref="MessageGate"/> into the batch, or dealt with here. Under the gate of the
/// transport.
/// </summary>
internal sealed class MessageDispatcher(SshRole role, TransportKeys keys, OutboundPackets outbound, InboundBatch batch)
{
    // An attacker must not buy a key exchange of ours with a handful of packets, over and over.
    private const int FreeKeyExchanges = 32;

    private const string UserAuthService = "ssh-userauth";

    private long _messages;
    private int _idleMessages;
    private int _messagesWithFirstKeys;

    public TransportPhase Phase { get; private set; } = TransportPhase.FirstKeyExchange;

    public IReadOnlyList<string>? PeerSignatureAlgorithms { get; private set; }

    public void EnterConnection() => Phase = TransportPhase.Connection;

    /// <summary>Returns the end when the peer disconnected.</summary>
    /// <exception cref="SshProtocolException">Not allowed now, or malformed.</exception>
    public SshEnd? Dispatch(ReadOnlyMemory<byte> payload, uint sequence)
    {
        byte number = payload.Span[0];
        _messages++;
        switch (MessageGate.Judge(role, Phase, keys.Machine.PeerInKeyExchange, keys.Machine.Strict, number))
        {
            case GateVerdict.Deliver:
                _idleMessages = 0;
                batch.Add(number, payload);
                if (number == MessageNumber.UserAuthSuccess)
                {
                    Phase = TransportPhase.Connection; // a server goes on at once, OpenSSH with its host keys
                }

                break;
            case GateVerdict.Unimplemented:
                CountIdle();
                outbound.SealPayload(SshMessage.ToBytes(new UnimplementedMessage(sequence)));
                break;
            case GateVerdict.Disconnect:
                throw new SshProtocolException("message is not allowed now");
            case GateVerdict.Transport:
                return Handle(number, payload, sequence);
        }

        _messagesWithFirstKeys++;
        return null;
    }

    private SshEnd? Handle(byte number, ReadOnlyMemory<byte> payload, uint sequence)
    {
        bool opens = false;
        switch (number)
        {
            case MessageNumber.Disconnect:
                DisconnectMessage bye = SshMessage.Parse<DisconnectMessage>(payload);
                return new SshEnd(SshEndKind.PeerDisconnected, bye.Reason, Printable(bye.Description));
            case MessageNumber.KexInit:
                CountKeyExchange();
                keys.Machine.OnKexInit(payload, sequence);
                break;
            case MessageNumber.NewKeys:
                keys.Machine.OnNewKeys(payload);
                opens = Phase == TransportPhase.FirstKeyExchange;
                break;
            case MessageNumber.ServiceRequest:
                RequireUserAuth(SshMessage.Parse<ServiceRequestMessage>(payload).Service);
                Phase = TransportPhase.Authentication;
                outbound.Write(new ServiceAcceptMessage(UserAuthService));
                break;
            case MessageNumber.ServiceAccept:
                RequireUserAuth(SshMessage.Parse<ServiceAcceptMessage>(payload).Service);
                Phase = TransportPhase.Authentication;
                batch.Add(number, payload);
                break;
            case MessageNumber.ExtInfo:
                ReadExtensions(SshMessage.Parse<ExtInfoMessage>(payload));
                break;
            case MessageNumber.Ignore or MessageNumber.Debug or MessageNumber.Unimplemented:
                CountIdle();
                break;
            default:
                keys.Machine.OnExchange(payload);
                break;
        }

        if (opens)
        {
            Phase = TransportPhase.Service;
        }
        else if (Phase != TransportPhase.FirstKeyExchange)
        {
            _messagesWithFirstKeys++;
        }

        return null;
    }

    private static void RequireUserAuth(string service)
    {
        if (service != UserAuthService)
        {
            throw new SshProtocolException(DisconnectReason.ServiceNotAvailable, "the service is not available");
        }
    }

    private void ReadExtensions(ExtInfoMessage info)
    {
        if (Phase == TransportPhase.Service && _messagesWithFirstKeys != 0)
        {
            throw new SshProtocolException("EXT_INFO is not the first message");
        }

        foreach ((string name, ReadOnlyMemory<byte> value) in info.Extensions)
        {
            if (name == ExtInfoMessage.ServerSignatureAlgorithms && role == SshRole.Client)
            {
                PeerSignatureAlgorithms = Encoding.ASCII.GetString(value.Span).Split(',', StringSplitOptions.RemoveEmptyEntries);
            }
        }
    }

    private void CountIdle()
    {
        if (++_idleMessages > SshLimits.IdleMessages)
        {
            throw new SshProtocolException(DisconnectReason.ByApplication, "too many messages without effect");
        }
    }

    private void CountKeyExchange()
    {
        bool ours = keys.Machine.State == KeyExchangeState.AwaitPeerInit;
        if (!ours && keys.Machine.Completed > FreeKeyExchanges + (_messages / SshLimits.MessagesPerKeyExchange))
        {
            throw new SshProtocolException(DisconnectReason.ByApplication, "too many key exchanges");
        }
    }

    private static string Printable(string text) =>
        string.Concat(text.Take(SshLimits.VersionLine).Select(c => char.IsControl(c) ? ' ' : c));
}
