using Bastion.Gateway.Sessions;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;

namespace Bastion.Gateway.RdpBroker;

/// <summary>How a client is told that it is over: the code of its own sentence, then the disconnect.</summary>
internal static class DesktopGoodbye
{
    private const ushort Server = 1002;

    public static IReadOnlyList<byte[]> Frames(SessionEndReason reason, ChannelTable channels, DesktopFacts? facts, ClientCore client) =>
        Frames(CodeOf(reason), channels.Desktop.Front, facts?.ShareId ?? 0, client);

    /// <summary>Before there is a session.</summary>
    public static IReadOnlyList<byte[]> Refused(ushort io, ClientCore client) => Frames(ErrorInfo.Denied, io, 0, client);

    private static List<byte[]> Frames(uint code, ushort io, uint share, ClientCore client)
    {
        List<byte[]> frames = [];
        if (code != 0 && (client.EarlyFlags & ClientCore.SupportsErrorInfo) != 0)
            frames.Add(SendData.ToFrame(true, Server, io, ShareControl.SetErrorInfo(share, Server, code)));
        frames.Add(McsDomain.Disconnect());
        return frames;
    }

    private static uint CodeOf(SessionEndReason reason) => reason switch
    {
        SessionEndReason.TechnicianClosed or SessionEndReason.DeviceClosed or SessionEndReason.WorkFinished => 0,
        SessionEndReason.WindowEnded or SessionEndReason.DrainCapReached or SessionEndReason.SessionTimeLimit or SessionEndReason.FreezeExpired => ErrorInfo.TimeLimit,
        SessionEndReason.IdleTimeout => ErrorInfo.IdleTimeout,
        _ => ErrorInfo.EndedByAdministrator,
    };
}
