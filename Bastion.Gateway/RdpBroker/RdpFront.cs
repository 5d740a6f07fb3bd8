using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Wire;

namespace Bastion.Gateway.RdpBroker;

/// <summary>
/// The technician's side of every desktop session, whatever carries it: answers the MCS phase itself, wants a ticket or takes the session that one opened, and only then
/// dials the device and relays.
/// </summary>
internal sealed partial class RdpFront(AccessGate gate, RdpTickets tickets, DesktopDialer dialer, SessionJournal journal, SessionMetrics metrics, TimerWheel wheel, GatewayOptions options, TimeProvider time, ILogger<RdpFront> log)
{
    private const uint French = 0x040C;
    private const uint English = 0x0409;

    private static readonly TimeSpan RefusalPatience = TimeSpan.FromSeconds(1);

    /// <summary>Runs to the sealed end and closes the transport.</summary>
    /// <param name="transport">Already protected: TLS, or a WebSocket below TLS. One PDU per write where the entry says so.</param>
    /// <param name="entry">How it came in.</param>
    /// <param name="gone">The listener stops, or the transport is known to be gone.</param>
    public async Task RunAsync(Stream transport, RdpEntry entry, CancellationToken gone)
    {
        using var frames = new FrameSource(transport) { Longest = RdpLimits.LongestEarlyFrame };
        var signedIn = entry.Proven;
        var grant = entry.Grant;
        try
        {
            var hello = await GreetAsync(transport, frames, entry, gone);
            if (grant is null)
            {
                signedIn ??= await RedeemAsync(hello, entry, gone);
                if (signedIn is null)
                {
                    await RefuseAsync(transport, hello);
                    return;
                }
                grant = await OpenAsync(signedIn, hello, entry, gone);
            }
            if (grant is null)
                await RefuseAsync(transport, hello);
            else
                await RunAsync(transport, frames, entry, hello, grant);
            grant = null;
        }
        catch (Exception e) when (e is RdpProtocolException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            Gone(e is RdpProtocolException ? e.Message : e.GetType().Name);
        }
        finally
        {
            if (grant is not null)
            {
                // It was opened for a client that never came as far as the device.
                grant.Session.End(SessionEndReason.TechnicianLost);
                await grant.FinishAsync();
            }
            if (signedIn is not null)
                await tickets.SignOutAsync(signedIn);
            await transport.DisposeAsync();
        }
    }

    private async Task<FrontHandshake> GreetAsync(Stream transport, FrameSource frames, RdpEntry entry, CancellationToken gone)
    {
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(options.Rdp.LoginGraceSeconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, gone);
        var hello = new FrontHandshake(entry.Asked);
        while (hello.Info is null)
        {
            var frame = await frames.NextAsync(both.Token);
            if (frame.IsEmpty)
                throw new IOException("the client went");
            if (hello.Take(frame.Span) is { } answer)
            {
                await transport.WriteAsync(answer, both.Token);
                await transport.FlushAsync(both.Token);
            }
        }
        frames.Longest = RdpLimits.LongestFrame;
        return hello;
    }

    private async Task<SignedIn?> RedeemAsync(FrontHandshake hello, RdpEntry entry, CancellationToken gone)
    {
        var who = await tickets.RedeemAsync(hello.Info!.User, hello.Info.Password, entry.Source, gone);
        entry.Settled?.Invoke(who is not null, true);
        metrics.SignIn(who is null ? "refused" : "accepted");
        return who;
    }

    private async Task<AccessGrant?> OpenAsync(SignedIn who, FrontHandshake hello, RdpEntry entry, CancellationToken gone)
    {
        var source = entry.Source.Clone();
        source.Client = $"{entry.Source.Client} {Plain(hello.Initial!.Core.ClientName)} build {hello.Initial.Core.Build}";
        var opening = await gate.OpenAsync(new AccessRequest(who.Token, "", who.ArmedInterventionId, "rdp", source), gone);
        if (opening.IsGranted)
            return opening.Grant;
        NotOpened(opening.Refusal.Code);
        return null;
    }

    private async Task RunAsync(Stream transport, FrameSource frames, RdpEntry entry, FrontHandshake hello, AccessGrant grant)
    {
        var terms = grant.Session.Terms;
        var controls = terms.Controls ?? new LeaseControls();
        var rules = new DesktopRules(controls.ClipboardIn, controls.ClipboardOut, controls.DesktopReadOnly);
        var asked = hello.Initial!;
        var clipboard = rules.Clipboard ? asked.Channels.ToList().FindIndex(channel => channel.Name == ClientChannel.Clipboard) : -1;
        var core = asked.Core;
        var initial = new McsConnectInitial(
            core with { KeyboardLayout = Layout(core.KeyboardLayout, entry.KeyboardLayout, terms.Technician.Language), ClientName = "BASTION" },
            clipboard < 0 ? [] : [asked.Channels[clipboard]]);
        var dial = await dialer.DialAsync(grant.Permit, initial, back => Table(hello, clipboard, back));
        if (dial.Device is not { } device)
        {
            grant.Session.End(dial.Reason);
            var end = grant.Session.Current.End!;
            entry.Watcher?.ShowEnd(end, SessionTexts.End(end.Reason, end.Text, grant.Session.Culture));
            await grant.FinishAsync();
            await RefuseAsync(transport, hello);
            return;
        }
        using var deviceFrames = dial.Frames!;
        await using (device)
            await new DesktopSession(
                grant,
                new DesktopParts
                {
                    Transport = transport,
                    ClientFrames = frames,
                    Device = device,
                    DeviceFrames = deviceFrames,
                    Channels = dial.Channels!,
                    Rules = rules,
                    Initial = initial with { Core = initial.Core with { ClientName = core.ClientName } },
                    Entry = entry,
                    Dial = dial,
                },
                journal,
                metrics,
                wheel,
                time,
                log).RunAsync();
    }

    private static ChannelTable Table(FrontHandshake hello, int clipboard, BackHandshake back)
    {
        List<ChannelPair> pairs = [new(ChannelUse.Desktop, FrontHandshake.IoChannel, back.IoChannel)];
        if (clipboard >= 0)
            pairs.Add(new ChannelPair(ChannelUse.Clipboard, FrontHandshake.ChannelAt(clipboard), back.Channels[0]));
        return new ChannelTable(hello.User, back.User, pairs);
    }

    private static async Task RefuseAsync(Stream transport, FrontHandshake hello)
    {
        using var limit = new CancellationTokenSource(RefusalPatience);
        foreach (var frame in DesktopGoodbye.Refused(FrontHandshake.IoChannel, hello.Initial!.Core))
            await transport.WriteAsync(frame, limit.Token);
        await transport.FlushAsync(limit.Token);
    }

    private static uint Layout(uint client, uint entry, string language) => client != 0 ? client : entry != 0 ? entry : language == "en" ? English : French;

    private static string Plain(string name) => new([.. name.Where(letter => letter is > ' ' and < (char)0x7F)]);

    [LoggerMessage(Level = LogLevel.Information, Message = "A desktop client went before its session: {What}")]
    private partial void Gone(string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "A desktop session was not opened: {Code}")]
    private partial void NotOpened(string code);
}
