using System.Text;
using Bastion.Ssh.Authentication;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Peers;

/// <summary>A peer that speaks raw packets: it goes as far as it is told and then says whatever the test wants.</summary>
internal sealed class ScriptedPeer : IKeyExchangeOutput, IDisposable
{
    public const string Version = "SSH-2.0-Scripted";

    private readonly Stream _stream;
    private readonly SshRole _role;
    private readonly KeyExchangeParty _party;
    private readonly InboundPackets _inbound;
    private readonly OutboundPackets _outbound = new();

    public ScriptedPeer(Stream stream, SshRole role, AlgorithmProfile? profile = null, SshPrivateKey? hostKey = null, SshPublicKey? pin = null)
        : this(stream, role, profile, hostKey is null ? [] : [hostKey], pin) { }

    public ScriptedPeer(Stream stream, SshRole role, AlgorithmProfile? profile, IReadOnlyList<SshPrivateKey> hostKeys, SshPublicKey? pin = null)
    {
        _stream = stream;
        _role = role;
        _inbound = new InboundPackets(stream);
        _party = new KeyExchangeParty(
            role,
            profile ?? AlgorithmProfile.Strict,
            hostKeys,
            pin is null ? null : new HostKeyPins([pin.Blob.ToArray()]));
    }

    public KeyExchangeMachine? Machine { get; private set; }

    /// <summary>Sequence number of the next packet of ours.</summary>
    public uint SentSequence => _outbound.Sequence;

    /// <summary>What the peer last said before it closed.</summary>
    public DisconnectMessage? Farewell { get; private set; }

    public async Task ExchangeVersionsAsync()
    {
        await SendRawAsync(Encoding.ASCII.GetBytes(Version + "\r\n"));
        string line;
        while (!_inbound.TryReadLine(out line))
        {
            Assert.True(await _inbound.FillAsync(Soon()));
        }

        Machine = _role == SshRole.Client
            ? new KeyExchangeMachine(_party, Version, line, this)
            : new KeyExchangeMachine(_party, line, Version, this);
    }

    /// <summary>Own KEXINIT goes out.</summary>
    public async Task StartKeyExchangeAsync()
    {
        Machine!.Start(offerChaCha: true);
        await FlushAsync();
    }

    /// <summary>Goes on with the key exchange until both have new keys; before own NEWKEYS if told so.</summary>
    public async Task ExchangeKeysAsync()
    {
        int done = Machine!.Completed;
        if (Machine.State == KeyExchangeState.Idle)
        {
            await StartKeyExchangeAsync();
        }

        while (Machine.Completed == done)
        {
            byte[] payload = await ReadAsync() ?? throw new EndOfStreamException("closed: " + Farewell);
            Drive(payload);
            await FlushAsync();
        }
    }

    public async Task ToServiceAsync()
    {
        await ExchangeVersionsAsync();
        await ExchangeKeysAsync();
    }

    /// <summary>Client: service accepted. Server: service asked for and accepted.</summary>
    public async Task ToAuthenticationAsync()
    {
        await ToServiceAsync();
        if (_role == SshRole.Client)
        {
            await SendAsync(new ServiceRequestMessage("ssh-userauth"));
            await ExpectAsync(MessageNumber.ServiceAccept);
        }
        else
        {
            await ExpectAsync(MessageNumber.ServiceRequest);
            await SendAsync(new ServiceAcceptMessage("ssh-userauth"));
            await ExpectAsync(MessageNumber.UserAuthRequest);
        }
    }

    /// <summary>Client: signed in by password. Server: whoever came is let in.</summary>
    public async Task ToConnectionAsync()
    {
        await ToAuthenticationAsync();
        if (_role == SshRole.Client)
        {
            await SendAsync(PasswordRequest(TestAuthenticator.Login, TestAuthenticator.RightPassword));
            await ExpectAsync(MessageNumber.UserAuthSuccess);
        }
        else
        {
            await SendAsync(default(UserAuthSuccessMessage));
        }
    }

    public static UserAuthRequestMessage PasswordRequest(string login, string password)
    {
        using var data = new WireWriter();
        data.WriteBoolean(false);
        data.WriteString(password);
        return new UserAuthRequestMessage(login, "ssh-connection", AuthMethods.Password, data.ToArray());
    }

    public Task SendAsync<T>(T message)
        where T : ISshMessage<T> => SendPayloadAsync(SshMessage.ToBytes(message));

    public async Task SendPayloadAsync(byte[] payload)
    {
        _outbound.SealPayload(payload);
        await FlushAsync();
    }

    /// <summary>In one write, so that they arrive together.</summary>
    public async Task SendAllAsync(params IEnumerable<byte[]> payloads)
    {
        foreach (byte[] payload in payloads)
        {
            _outbound.SealPayload(payload);
        }

        await FlushAsync();
    }

    public async Task SendRawAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>Next message of this number; IGNORE and the like, extensions and a key exchange go by.</summary>
    public async Task<byte[]> ExpectAsync(byte number)
    {
        while (await ReadAsync() is { } payload)
        {
            if (payload[0] == number)
            {
                return payload;
            }

            Assert.True(payload[0] is MessageNumber.ExtInfo or MessageNumber.Debug or MessageNumber.Ignore, $"got {payload[0]} instead of {number}");
        }

        throw new EndOfStreamException($"closed instead of {number}: {Farewell}");
    }

    /// <summary>Next payload; null when the peer has closed, and then <see cref="Farewell"/> is what it said.</summary>
    public async Task<byte[]?> ReadAsync()
    {
        ReadOnlyMemory<byte> payload;
        while (!_inbound.TryReadPacket(SshLimits.Packet, out payload))
        {
            try
            {
                if (!await _inbound.FillAsync(Soon()))
                {
                    return null;
                }
            }
            catch (Exception closed) when (closed is IOException or InvalidOperationException)
            {
                return null;
            }
        }

        if (payload.Span[0] == MessageNumber.Disconnect)
        {
            Farewell = SshMessage.Parse<DisconnectMessage>(payload);
        }

        return payload.ToArray();
    }

    /// <summary>Reads until the peer closes.</summary>
    public async Task<DisconnectMessage?> ReadToEndAsync()
    {
        while (await ReadAsync() is not null)
        {
        }

        return Farewell;
    }

    public void Drive(byte[] payload)
    {
        switch (payload[0])
        {
            case MessageNumber.KexInit:
                Machine!.OnKexInit(payload, _inbound.Sequence - 1);
                break;
            case MessageNumber.NewKeys:
                Machine!.OnNewKeys(payload);
                break;
            case >= 30 and <= 49:
                Machine!.OnExchange(payload);
                break;
        }
    }

    public async Task FlushAsync()
    {
        if (_outbound.Ready > 0)
        {
            byte[] bytes = _outbound.Take(out int length);
            await SendRawAsync(bytes[..length]);
        }
    }

    void IKeyExchangeOutput.SendNow(ReadOnlySpan<byte> payload) => _outbound.SealPayload(payload);

    void IKeyExchangeOutput.HoldMessages() { }

    void IKeyExchangeOutput.InstallOutbound(PacketCipher cipher, bool resetSequence) => _outbound.Install(cipher, resetSequence);

    void IKeyExchangeOutput.ReleaseMessages() { }

    void IKeyExchangeOutput.InstallInbound(PacketCipher cipher, bool resetSequence) => _inbound.Install(cipher, resetSequence);

    public void Dispose()
    {
        _stream.Dispose();
        _inbound.Dispose();
        _outbound.Dispose();
        Machine?.Dispose();
    }

    private static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
}
