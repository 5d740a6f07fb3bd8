using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>Carries an end that is not a plain protocol error up to the transport.</summary>
internal sealed class SshEndException(SshEnd end) : Exception(end.Description)
{
    public SshEnd End { get; } = end;

    public static SshEndException NoCommon(string kind) =>
        new(new SshEnd(SshEndKind.NoCommonAlgorithm, DisconnectReason.KeyExchangeFailed, "no common " + kind));
}
