using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Fuzz.Ssh;

/// <summary>KEXINIT of a stranger and what follows, against the key exchange machine of a server.</summary>
internal sealed class KexInitTarget : IFuzzTarget
{
    private readonly KeyExchangeParty _party = new(SshRole.Server, AlgorithmProfile.Compatible, [SshPrivateKey.GenerateEd25519()], null);

    public static KexInitMessage Offer { get; } =
        AlgorithmNegotiation.Offer(SshRole.Client, AlgorithmProfile.Compatible, ["ssh-ed25519", "rsa-sha2-512"], true, true);

    public string Name => "kexinit";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        SshMessage.ToBytes(Offer),
        SshMessage.ToBytes(Offer with { FirstPacketFollows = true }),
        SshMessage.ToBytes(Offer with { KeyExchange = ["curve25519-sha256"], MacClientToServer = [] }),
    ];

    public void Run(byte[] input)
    {
        var nowhere = new Nowhere();
        using var machine = new KeyExchangeMachine(_party, "SSH-2.0-a", "SSH-2.0-b", nowhere);
        try
        {
            machine.OnKexInit(input, 0);

            // The tail of the input is the client's value, whatever method that chose.
            machine.OnExchange(SshMessage.ToBytes(new KexExchangeInitMessage(input.AsMemory(Math.Max(0, input.Length - 32)))));
            machine.OnNewKeys(new byte[] { MessageNumber.NewKeys });
        }
        catch (Exception refused) when (refused is SshProtocolException or SshEndException)
        {
            // As it should be.
        }
        finally
        {
            nowhere.Dispose();
        }
    }

    private sealed class Nowhere : IKeyExchangeOutput, IDisposable
    {
        private readonly List<PacketCipher> _ciphers = [];

        public void SendNow(ReadOnlySpan<byte> payload) { }

        public void HoldMessages() { }

        public void InstallOutbound(PacketCipher cipher, bool resetSequence) => _ciphers.Add(cipher);

        public void ReleaseMessages() { }

        public void InstallInbound(PacketCipher cipher, bool resetSequence) => _ciphers.Add(cipher);

        public void Dispose() => _ciphers.ForEach(cipher => cipher.Dispose());
    }
}
