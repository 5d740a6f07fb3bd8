using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Terminals;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Gateway.Portal.Terminal;

/// <summary>What the session says, as messages for the page: titles and ways on are the portal's words, the sentences the session's own.</summary>
internal sealed class TerminalSpeech(PortalWords words, WallClock wall, string intervention, string way = "terminal")
{
    public ServerWord Open(TerminalFacts facts) => Open(facts.Remaining);

    public ServerWord Open(TimeSpan remaining) => new("open", Left: Millis(remaining), Ends: Ends(remaining));

    public ServerWord? Of(TerminalEvent what) => what switch
    {
        TerminalState state => new ServerWord("state", Title: state.Frozen ? words["terminal.frozen.title"] : null, Text: state.Text, Frozen: state.Frozen, Blind: state.Blind),
        TerminalNotice notice => new ServerWord("notice", Text: notice.Text, By: notice.By),
        TerminalCountdown left => new ServerWord("left", Text: left.Text, Left: Millis(left.Remaining), Ends: Ends(left.Remaining)),
        _ => null,
    };

    public ServerWord Ended(TerminalEnded ended) => new(
        "ended",
        Title: words[IsOwn(ended.Reason) ? "terminal.ended.own" : IsTime(ended.Reason) ? "terminal.ended.time" : "terminal.ended.other"],
        Text: ended.Text,
        Code: ended.Reason.ToString(),
        Link: words["terminal.back"],
        Href: Page,
        Again: MayOpenAnother(ended.Reason));

    public ServerWord Refused(TerminalOpening opening)
    {
        var code = opening.Refusal?.Code ?? "";
        return code == "factor.stale"
            ? new ServerWord("refused", words["terminal.stale.title"], words["terminal.stale.text"], Code: code, Link: words["confirm.do"], Href: "/confirm?back=" + Uri.EscapeDataString(Page + "/" + way))
            : new ServerWord("refused", words["terminal.refused.title"], opening.Sentence, Code: code, Link: words["terminal.back"], Href: Page);
    }

    private string Page => "/interventions/" + intervention;

    private static bool IsOwn(SessionEndReason reason) => reason is SessionEndReason.TechnicianClosed or SessionEndReason.DeviceClosed or SessionEndReason.WorkFinished or SessionEndReason.TechnicianSignedOut;

    private static bool IsTime(SessionEndReason reason) => reason is SessionEndReason.WindowEnded or SessionEndReason.DrainCapReached or SessionEndReason.SessionTimeLimit or SessionEndReason.IdleTimeout;

    // What the hospital or the window ended is not opened again by trying.
    private static bool MayOpenAnother(SessionEndReason reason) => reason is SessionEndReason.TechnicianClosed or SessionEndReason.TechnicianLost
        or SessionEndReason.IdleTimeout or SessionEndReason.SessionTimeLimit or SessionEndReason.DeviceClosed or SessionEndReason.DeviceLost or SessionEndReason.DeviceUnreachable
        or SessionEndReason.AdminLost or SessionEndReason.RecorderLost or SessionEndReason.GatewayStopping or SessionEndReason.InternalError;

    private string Ends(TimeSpan left) => words["terminal.until", wall.Hour(wall.Now + left)];

    private static long Millis(TimeSpan left) => Math.Max(0, (long)left.TotalMilliseconds);
}
