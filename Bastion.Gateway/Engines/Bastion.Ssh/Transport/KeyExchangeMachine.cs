using System.Security.Cryptography;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>
/// Key exchange and rekeying of one connection, RFC 4253 section 7, both roles, with strict key exchange (OpenSSH PROTOCOL section
/// 1.10). Bytes in, calls on <see cref="IKeyExchangeOutput"/> out. Not thread-safe.
/// </summary>
internal sealed class KeyExchangeMachine(
    KeyExchangeParty party, string clientIdentification, string serverIdentification, IKeyExchangeOutput output) : IDisposable
{
    private byte[] _ownInit = [];
    private byte[] _peerInit = [];
    private KexInitMessage? _ownOffer;
    private NegotiatedAlgorithms? _next;
    private KeyExchangeMethod? _method;
    private byte[] _clientValue = [];
    private ExchangeKeys? _keys;
    private byte[] _sessionId = [];
    private bool _skipGuess;
    private bool _peerWantsExtInfo;

    public KeyExchangeState State { get; private set; }

    public ReadOnlyMemory<byte> SessionId => _sessionId;

    public NegotiatedAlgorithms? Current { get; private set; }

    public bool Strict { get; private set; }

    /// <summary>Exchanges finished.</summary>
    public int Completed { get; private set; }

    /// <summary>Between KEXINIT and NEWKEYS of the peer.</summary>
    public bool PeerInKeyExchange => State is KeyExchangeState.AwaitExchange or KeyExchangeState.AwaitNewKeys;

    private bool First => Completed == 0;

    private bool IsServer => party.Role == SshRole.Server;

    /// <summary>Sends own KEXINIT.</summary>
    public void Start(bool offerChaCha)
    {
        _ownOffer = AlgorithmNegotiation.Offer(party.Role, party.Profile, party.HostKeyAlgorithms, First, offerChaCha);
        _ownInit = SshMessage.ToBytes(_ownOffer);
        State = KeyExchangeState.AwaitPeerInit;
        output.SendNow(_ownInit);
        output.HoldMessages();
    }

    /// <summary>SSH_MSG_KEXINIT came.</summary>
    /// <param name="sequence">Its sequence number: strict key exchange wants 0 in the first exchange.</param>
    public void OnKexInit(ReadOnlyMemory<byte> payload, uint sequence)
    {
        if (PeerInKeyExchange)
        {
            throw new SshProtocolException("KEXINIT during key exchange");
        }

        KexInitMessage peer = SshMessage.Parse<KexInitMessage>(payload);
        if (First)
        {
            Strict = peer.KeyExchange.Contains(IsServer ? AlgorithmNegotiation.StrictClient : AlgorithmNegotiation.StrictServer);
            _peerWantsExtInfo = peer.KeyExchange.Contains(AlgorithmNegotiation.ExtInfoClient);
            if (Strict && sequence != 0)
            {
                throw new SshProtocolException("KEXINIT is not the first packet");
            }
        }

        if (State == KeyExchangeState.Idle)
        {
            // A server that speaks second knows whether ChaCha20 is safe; a client's own preference keeps it away.
            Start(offerChaCha: !IsServer || Strict);
        }

        _peerInit = payload.ToArray();
        KexInitMessage client = IsServer ? peer : _ownOffer!;
        KexInitMessage server = IsServer ? _ownOffer! : peer;
        _next = AlgorithmNegotiation.Choose(client, server, Strict);
        _skipGuess = peer.FirstPacketFollows && !AlgorithmNegotiation.GuessWasRight(client, server);
        _method?.Dispose();
        _method = KeyExchangeMethod.Create(_next.KeyExchange);
        State = KeyExchangeState.AwaitExchange;
        if (!IsServer)
        {
            _clientValue = _method.CreateInit();
            output.SendNow(SshMessage.ToBytes(new KexExchangeInitMessage(_clientValue)));
        }
    }

    /// <summary>A message 30 to 49 came.</summary>
    public void OnExchange(ReadOnlyMemory<byte> payload)
    {
        if (State != KeyExchangeState.AwaitExchange)
        {
            throw new SshProtocolException("key exchange message out of order");
        }

        if (_skipGuess)
        {
            _skipGuess = false;
            return;
        }

        if (IsServer)
        {
            Reply(SshMessage.Parse<KexExchangeInitMessage>(payload));
        }
        else
        {
            Finish(SshMessage.Parse<KexExchangeReplyMessage>(payload));
        }

        State = KeyExchangeState.AwaitNewKeys;
    }

    /// <summary>SSH_MSG_NEWKEYS came.</summary>
    public void OnNewKeys(ReadOnlyMemory<byte> payload)
    {
        SshMessage.Parse<NewKeysMessage>(payload);
        if (State != KeyExchangeState.AwaitNewKeys || _keys is null)
        {
            throw new SshProtocolException("NEWKEYS out of order");
        }

        output.InstallInbound(_keys.CreateCipher(Current!, clientToServer: IsServer), Strict);
        _keys.Dispose();
        _keys = null;
        _method?.Dispose();
        _method = null;
        State = KeyExchangeState.Idle;
        Completed++;
    }

    public void Dispose()
    {
        _keys?.Dispose();
        _method?.Dispose();
    }

    private void Reply(KexExchangeInitMessage init)
    {
        SshPrivateKey hostKey = party.HostKeys.First(key => key.PublicKey.SignatureAlgorithms.Contains(_next!.HostKey));
        byte[] value = _method!.Respond(init.PublicValue.Span, out byte[] shared);
        byte[] hash = Hash(hostKey.PublicKey.Blob, init.PublicValue.Span, value, shared);
        byte[] signature = hostKey.Sign(_next!.HostKey, hash);
        output.SendNow(SshMessage.ToBytes(new KexExchangeReplyMessage(hostKey.PublicKey.Blob.ToArray(), value, signature)));
        Switch(shared, hash);
    }

    private void Finish(KexExchangeReplyMessage reply)
    {
        if (!party.Pins!.Contains(reply.HostKey.Span))
        {
            throw new SshEndException(new SshEnd(
                SshEndKind.HostKeyMismatch, DisconnectReason.HostKeyNotVerifiable, "the host key is not the pinned one"));
        }

        byte[] shared = _method!.Finish(reply.PublicValue.Span);
        byte[] hash = Hash(reply.HostKey.Span, _clientValue, reply.PublicValue.Span, shared);
        if (!SshPublicKey.Parse(reply.HostKey.ToArray()).Verify(_next!.HostKey, hash, reply.Signature))
        {
            throw new SshProtocolException(DisconnectReason.KeyExchangeFailed, "the host key did not sign this exchange");
        }

        Switch(shared, hash);
    }

    private void Switch(byte[] shared, byte[] hash)
    {
        bool first = First;
        if (first)
        {
            _sessionId = hash;
        }

        Current = _next;
        _keys = new ExchangeKeys(_method!.Hash, shared, hash, _sessionId);
        output.SendNow(SshMessage.ToBytes(default(NewKeysMessage)));
        output.InstallOutbound(_keys.CreateCipher(Current!, clientToServer: !IsServer), Strict);
        if (first && IsServer && _peerWantsExtInfo)
        {
            // RFC 8308 section 2.4: the next packet after the first NEWKEYS. Without it RSA users fall back to SHA-1.
            byte[] algorithms = System.Text.Encoding.ASCII.GetBytes(string.Join(',', party.Profile.UserKey));
            output.SendNow(SshMessage.ToBytes(new ExtInfoMessage([new(ExtInfoMessage.ServerSignatureAlgorithms, algorithms)])));
        }

        output.ReleaseMessages();
    }

    // RFC 4253 section 8 and RFC 5656 section 4: V_C, V_S, I_C, I_S, K_S, Q_C, Q_S, K.
    private byte[] Hash(ReadOnlySpan<byte> hostKey, ReadOnlySpan<byte> clientValue, ReadOnlySpan<byte> serverValue, byte[] shared)
    {
        using var input = new WireWriter(8192);
        input.WriteString(clientIdentification);
        input.WriteString(serverIdentification);
        input.WriteString(IsServer ? _peerInit : _ownInit);
        input.WriteString(IsServer ? _ownInit : _peerInit);
        input.WriteString(hostKey);
        input.WriteString(clientValue);
        input.WriteString(serverValue);
        input.WriteRaw(shared);
        return CryptographicOperations.HashData(_method!.Hash, input.Span);
    }
}
