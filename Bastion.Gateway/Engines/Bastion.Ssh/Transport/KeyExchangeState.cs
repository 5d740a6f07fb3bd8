namespace Bastion.Ssh.Transport;

internal enum KeyExchangeState
{
    Idle,

    /// <summary>Own KEXINIT sent; the peer's is awaited, other messages may still come.</summary>
    AwaitPeerInit,

    /// <summary>Server: KEX_ECDH_INIT is awaited. Client: KEX_ECDH_REPLY.</summary>
    AwaitExchange,

    AwaitNewKeys,
}
