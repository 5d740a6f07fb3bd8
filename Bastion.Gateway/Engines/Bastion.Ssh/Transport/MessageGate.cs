using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Transport;

/// <summary>
/// The one place that says which message may come when: an allow-list for each role and phase, everything else is refused. What was
/// refused is never kept for later.
/// </summary>
internal static class MessageGate
{
    /// <param name="inKeyExchange">The peer has sent KEXINIT and not yet NEWKEYS.</param>
    /// <param name="strict">Strict key exchange is agreed on (it restricts the first exchange only).</param>
    public static GateVerdict Judge(SshRole role, TransportPhase phase, bool inKeyExchange, bool strict, byte number)
    {
        if (number is MessageNumber.Disconnect or MessageNumber.KexInit)
        {
            return GateVerdict.Transport;
        }

        if (phase == TransportPhase.FirstKeyExchange || inKeyExchange)
        {
            return InKeyExchange(phase, strict, number);
        }

        return number switch
        {
            MessageNumber.Ignore or MessageNumber.Unimplemented or MessageNumber.Debug => GateVerdict.Transport,
            MessageNumber.ServiceRequest => Only(role == SshRole.Server && phase == TransportPhase.Service, GateVerdict.Transport),
            MessageNumber.ServiceAccept => Only(role == SshRole.Client && phase == TransportPhase.Service, GateVerdict.Transport),
            MessageNumber.ExtInfo => Only(ExtInfoAllowed(role, phase), GateVerdict.Transport),
            0 or MessageNumber.NewKeys or (>= 30 and <= 49) => GateVerdict.Disconnect,
            < MessageNumber.UserAuthRequest => GateVerdict.Unimplemented,
            < MessageNumber.GlobalRequest => Authentication(role, phase, number),
            _ => Connection(phase, number),
        };
    }

    // RFC 4253 section 7.1; strict key exchange allows nothing but the exchange itself before the first keys.
    private static GateVerdict InKeyExchange(TransportPhase phase, bool strict, byte number) => number switch
    {
        MessageNumber.NewKeys or (>= 30 and <= 49) => GateVerdict.Transport,
        MessageNumber.Ignore or MessageNumber.Unimplemented or MessageNumber.Debug =>
            Only(!(strict && phase == TransportPhase.FirstKeyExchange), GateVerdict.Transport),
        _ => GateVerdict.Disconnect,
    };

    // RFC 8308 section 2.4: after the first NEWKEYS; a server may send another before USERAUTH_SUCCESS.
    private static bool ExtInfoAllowed(SshRole role, TransportPhase phase) =>
        phase == TransportPhase.Service || (role == SshRole.Client && phase == TransportPhase.Authentication);

    private static GateVerdict Authentication(SshRole role, TransportPhase phase, byte number)
    {
        if (phase == TransportPhase.Service)
        {
            return GateVerdict.Disconnect;
        }

        bool running = phase == TransportPhase.Authentication;
        return (role, number) switch
        {
            // RFC 4252 section 5.1: further requests after success are silently ignored.
            (SshRole.Server, MessageNumber.UserAuthRequest) => running ? GateVerdict.Deliver : GateVerdict.Ignore,
            (SshRole.Server, MessageNumber.UserAuthInfoResponse) => Only(running, GateVerdict.Deliver),
            (SshRole.Client, MessageNumber.UserAuthFailure or MessageNumber.UserAuthSuccess or MessageNumber.UserAuthBanner
                or MessageNumber.UserAuthMethod60) => Only(running, GateVerdict.Deliver),
            (_, MessageNumber.UserAuthRequest or MessageNumber.UserAuthFailure or MessageNumber.UserAuthSuccess
                or MessageNumber.UserAuthBanner or MessageNumber.UserAuthMethod60 or MessageNumber.UserAuthInfoResponse) =>
                GateVerdict.Disconnect,
            _ => GateVerdict.Unimplemented,
        };
    }

    private static GateVerdict Connection(TransportPhase phase, byte number)
    {
        if (phase != TransportPhase.Connection)
        {
            return GateVerdict.Disconnect;
        }

        bool known = number is (>= MessageNumber.GlobalRequest and <= MessageNumber.RequestFailure)
            or (>= MessageNumber.ChannelOpen and <= MessageNumber.ChannelFailure);
        return known ? GateVerdict.Deliver : GateVerdict.Unimplemented;
    }

    private static GateVerdict Only(bool allowed, GateVerdict verdict) => allowed ? verdict : GateVerdict.Disconnect;
}
