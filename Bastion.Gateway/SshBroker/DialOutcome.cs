using Bastion.Gateway.Sessions;
using Bastion.Ssh.Transport;

namespace Bastion.Gateway.SshBroker;

/// <summary>An authenticated connection to the device, or why there is none.</summary>
internal sealed record DialOutcome(SshTransport? Transport, SessionEndReason Reason, string Detail)
{
    public static DialOutcome Up(SshTransport transport) => new(transport, default, "");

    public static DialOutcome Down(SessionEndReason reason, string detail) => new(null, reason, detail);
}
