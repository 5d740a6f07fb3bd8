using System.Globalization;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.Access.Refusals;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Messages;
using Grpc.Core;

namespace Bastion.Gateway.SshBroker;

/// <summary>
/// Between the sign-in and the running session: opens the session while the client sets up its channel, shows the menu to whoever named no device,
/// and says why when there is no session. Called with the connection's turn held.
/// </summary>
internal sealed class FrontDesk(
    SignedIn who,
    string device,
    Source source,
    SessionStarter starter,
    Admin.Contracts.Access.AccessClient admin,
    SshTechnicianLeg leg,
    Func<Func<ValueTask>, Task> withTurn,
    Action<SessionRelay> run,
    CancellationToken gone)
{
    /// <summary>Keys that may be typed at the menu before it answered.</summary>
    private const uint MenuCredit = 256;

    /// <summary>Refused requests that are remembered until there is a session to journal them in.</summary>
    private const int MaxRemembered = 32;

    private readonly List<RelayChannel> waiting = [];
    private readonly List<(string Control, string Detail)> refusedEarly = [];
    private string? refusal;
    private RelayChannel? menuChannel;
    private DeviceMenu? menu;
    private Task opening = Task.CompletedTask;
    private bool begun;

    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(who.Language == "en" ? "en" : "fr");

    public SessionRelay? Relay { get; private set; }

    /// <summary>A first channel came: begin, so that the lease is there when its start request is.</summary>
    public void ChannelOpened()
    {
        if (begun || (device.Length == 0 && who.ArmedInterventionId.Length == 0))
            return;
        Begin(device, who.ArmedInterventionId);
    }

    /// <summary>A channel wants its shell, command or subsystem and there is no session yet.</summary>
    public async ValueTask StartAsync(RelayChannel channel)
    {
        if (refusal is not null)
            Doom(channel, refusal);
        else if (begun)
            waiting.Add(channel);
        else if (channel is { Use: ChannelUse.Shell, IsTerminal: true } && menuChannel is null)
            await OpenMenuAsync(channel);
        else
            Doom(channel, SshTexts.Get("name_a_device", Culture, who.Login));
    }

    /// <summary>Something that no lease grants was asked for; told to the session when it comes.</summary>
    public ValueTask RefuseControlAsync(string control, string detail)
    {
        if (Relay is { } relay)
            return relay.Acts.RefuseControlAsync(control, detail);
        if (refusedEarly.Count < MaxRemembered)
            refusedEarly.Add((control, detail));
        return ValueTask.CompletedTask;
    }

    public bool IsMenu(RelayChannel channel) => channel == menuChannel;

    public void Type(RelayChannel channel, ReadOnlyMemory<byte> keys)
    {
        channel.Repaid((uint)keys.Length);
        if (menu is null || channel != menuChannel || begun)
            return;
        Say(channel, menu.Type(keys.Span), error: false);
        if (menu.Chosen is { } chosen)
        {
            waiting.Add(channel);
            Begin(chosen.DeviceId, chosen.InterventionId);
        }
        else if (menu.Over)
        {
            Finish(channel, 0);
        }
        else
        {
            channel.Lend((uint)keys.Length);
            leg.Grant(channel, (uint)keys.Length);
        }
    }

    private void Begin(string wanted, string intervention)
    {
        begun = true;
        opening = OpenAsync(wanted, intervention);
    }

    /// <summary>The connection is gone: an opening under way ends, and a relay that it still brought is ready to be ended.</summary>
    public Task ClosedAsync() => opening;

    private async Task OpenAsync(string wanted, string intervention)
    {
        SessionStart start;
        try
        {
            start = who.NoticeDue > 0
                ? new SessionStart(null, null, RefusalTexts.Sentence("notice.due", Culture))
                : await starter.StartAsync(new AccessRequest(who.Token, wanted, intervention, "ssh", source), leg, Culture, gone);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        await withTurn(async () =>
        {
            if (start.Relay is { } relay)
            {
                Relay = relay;
                run(relay);
                await relay.Acts.EnterAsync();
                foreach (var (control, detail) in refusedEarly)
                    await relay.Acts.RefuseControlAsync(control, detail);
                foreach (var channel in waiting)
                    await relay.Acts.StartAsync(channel);
                relay.Acts.Leave();
            }
            else
            {
                refusal = start.Sentence;
                foreach (var channel in waiting)
                    Doom(channel, refusal);
            }
            waiting.Clear();
        });
    }

    private async ValueTask OpenMenuAsync(RelayChannel channel)
    {
        menuChannel = channel;
        if (channel.StartReply is { } slot)
        {
            channel.StartReply = null;
            foreach (var answer in channel.Replies.Answer(slot, true))
                leg.Reply(channel, answer);
        }
        OpenList list;
        try
        {
            list = await admin.ListOpenAsync(new SignInToken { Token = who.Token }, cancellationToken: gone);
        }
        catch (RpcException)
        {
            Doom(channel, RefusalTexts.Sentence("admin.lost", Culture));
            return;
        }
        menu = new DeviceMenu(list, Culture, starter.Zone);
        Say(channel, menu.Show(), error: false);
        if (menu.Over)
        {
            Finish(channel, 1);
            return;
        }
        channel.Lend(MenuCredit);
        leg.Grant(channel, MenuCredit);
    }

    // Answered as started, so that the program shows the sentence and the status instead of its own guess.
    private void Doom(RelayChannel channel, string sentence)
    {
        if (channel.StartReply is { } slot)
        {
            channel.StartReply = null;
            foreach (var answer in channel.Replies.Answer(slot, true))
                leg.Reply(channel, answer);
        }
        Say(channel, Encoding.UTF8.GetString(TerminalLine.OfError(sentence, channel.IsTerminal)), error: true);
        Finish(channel, 1);
    }

    private void Finish(RelayChannel channel, uint status)
    {
        channel.Doomed = true;
        leg.Request(channel, ChannelRequestTypes.ExitStatus, RequestData.ToMessage(0, new ExitStatusRequest(status), false).Data);
        leg.Eof(channel);
        leg.Close(channel);
    }

    private void Say(RelayChannel channel, string text, bool error)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && channel.ToTechnician.TryInject(bytes.Length))
            leg.Data(channel, error, bytes);
    }
}
