using Bastion.Ssh.Crypto;

namespace Bastion.Ssh.Transport;

/// <summary>What <see cref="KeyExchangeMachine"/> does to the transport.</summary>
internal interface IKeyExchangeOutput
{
    /// <summary>Sends a whole payload now, past everything that is held back.</summary>
    void SendNow(ReadOnlySpan<byte> payload);

    /// <summary>Own KEXINIT is out: nothing but the exchange may be sent.</summary>
    void HoldMessages();

    /// <summary>Own NEWKEYS is out: from here on this cipher.</summary>
    void InstallOutbound(PacketCipher cipher, bool resetSequence);

    /// <summary>What was held back goes out.</summary>
    void ReleaseMessages();

    /// <summary>The peer's NEWKEYS came.</summary>
    void InstallInbound(PacketCipher cipher, bool resetSequence);
}
