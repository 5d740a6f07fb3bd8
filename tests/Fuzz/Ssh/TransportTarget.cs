using Bastion.Ssh.Crypto;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Fuzz.Ssh;

/// <summary>All the bytes of a connection until its keys, version line included, against both roles of the transport.</summary>
internal sealed class TransportTarget : IFuzzTarget
{
    private static readonly SshPrivateKey HostKey = SshPrivateKey.GenerateEd25519();

    public string Name => "transport";

    public IReadOnlyList<byte[]> Seeds { get; } = [Connection(new byte[32]), Connection([9, .. new byte[31]]), [.. "hello\r\nSSH-2.0-x\r\n"u8]];

    public void Run(byte[] input)
    {
        var server = new ServerTransportOptions { HostKeys = [HostKey], Algorithms = AlgorithmProfile.Compatible };
        var client = new ClientTransportOptions { Pins = new HostKeyPins([HostKey.PublicKey.Blob.ToArray()]), Algorithms = AlgorithmProfile.Compatible };
        RunAsync(
            SshTransport.AcceptAsync(new OneWayStream(input), server, CancellationToken.None),
            SshTransport.ConnectAsync(new OneWayStream(input), client, CancellationToken.None)).GetAwaiter().GetResult();
    }

    // Anybody can get as far as NEWKEYS of a server; nothing behind it can be authentic. A client wants the pinned key to have signed.
    private static async Task RunAsync(Task<SshOpening> accepting, Task<SshOpening> connecting)
    {
        if ((await connecting).IsOpen)
        {
            throw new InvalidOperationException("opened without a signature of the pinned key");
        }

        SshOpening accepted = await accepting;
        if (!accepted.IsOpen)
        {
            return;
        }

        await using SshTransport transport = accepted.Transport;
        InboundBatch batch = await transport.ReceiveAsync(CancellationToken.None);
        if (batch.Count > 0 || batch.End?.Kind is not (SshEndKind.ProtocolError or SshEndKind.ConnectionLost))
        {
            throw new InvalidOperationException("took something that is not authentic: " + batch.End);
        }
    }

    private static byte[] Connection(byte[] value)
    {
        using var packets = new OutboundPackets();
        packets.WriteRaw("SSH-2.0-fuzz\r\n"u8);
        packets.SealPayload(SshMessage.ToBytes(KexInitTarget.Offer with { KeyExchange = ["curve25519-sha256"] }));
        packets.SealPayload(SshMessage.ToBytes(new KexExchangeInitMessage(value)));
        packets.SealPayload([MessageNumber.NewKeys]);
        packets.SealPayload(SshMessage.ToBytes(new ServiceRequestMessage("ssh-userauth")));
        return packets.Take(out int length)[..length];
    }
}
