using System.Diagnostics.CodeAnalysis;

namespace Bastion.Ssh.Transport;

/// <summary>Outcome of the handshake: a transport with its first keys in use, or the reason why there is none.</summary>
public sealed record SshOpening
{
    private SshOpening(SshTransport? transport, SshEnd? failure)
    {
        Transport = transport;
        Failure = failure;
    }

    public SshTransport? Transport { get; }

    public SshEnd? Failure { get; }

    [MemberNotNullWhen(true, nameof(Transport))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsOpen => Transport is not null;

    internal static SshOpening Opened(SshTransport transport) => new(transport, null);

    internal static SshOpening Failed(SshEnd failure) => new(null, failure);
}
