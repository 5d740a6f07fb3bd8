using System.Net;
using System.Net.WebSockets;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Terminal;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Terminals;
using Bastion.Gateway.Tests.Portal.Doubles;

namespace Bastion.Gateway.Tests.Portal;

public sealed class TerminalSocketTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private PortalHost host = null!;
    private Visitor visitor = null!;

    public async Task InitializeAsync()
    {
        host = await PortalHost.StartAsync(TimeProvider.System);
        host.Admin.Language = "en";
        visitor = host.Visit();
        await visitor.SignInAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("https://evil.example")]
    [InlineData("https://localhost")]
    [InlineData("https://localhost.evil.example")]
    [InlineData("http://localhost")]
    public async Task Socket_FromAnotherOrigin_Is403(string origin)
    {
        var (_, ticket) = await visitor.MintAsync("INT-2026-00043");

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => visitor.ConnectAsync(ticket, origin));

        Assert.Equal(403, refused.ErrorCode);
        Assert.Null(host.Terminal.Asked);
    }

    [Fact]
    public async Task Socket_WithoutOurProtocolOrTicket_Is403()
    {
        var (_, ticket) = await visitor.MintAsync("INT-2026-00043");

        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => visitor.ConnectAsync(ticket, protocol: "other"))).ErrorCode);
        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => visitor.ConnectAsync("made-up"))).ErrorCode);
    }

    [Fact]
    public async Task Socket_WithTheTicketOfAnotherSignIn_Is403()
    {
        var (_, ticket) = await visitor.MintAsync("INT-2026-00043");
        var other = host.Visit();
        await other.SignInAsync();

        Assert.Equal(403, (await Assert.ThrowsAsync<WebSocketException>(() => other.ConnectAsync(ticket))).ErrorCode);
    }

    [Fact]
    public async Task Socket_AfterSignOut_Is401()
    {
        var (_, ticket) = await visitor.MintAsync("INT-2026-00043");
        await visitor.PostAsync(await visitor.GetAsync("/account"), "/sign-out");

        Assert.Equal(401, (await Assert.ThrowsAsync<WebSocketException>(() => visitor.ConnectAsync(ticket))).ErrorCode);
    }

    [Fact]
    public async Task Ticket_WithoutTheFormsToken_IsNotMade() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.MintAsync("INT-2026-00043", token: "x")).Status);

    [Fact]
    public async Task Ticket_OfSomebodyElsesIntervention_Is404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.MintAsync("INT-2026-99999", pageOf: "INT-2026-00043")).Status);

    [Fact]
    public async Task Terminal_CarriesBytesBothWays_AsTheyAre()
    {
        using var socket = await OpenAsync();
        var bytes = Enumerable.Range(0, 256).Select(x => (byte)x).ToArray();

        await socket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Equal(bytes, await host.Terminal.Typed.ReadAsync().AsTask().WaitAsync(Patience));
        await host.Terminal.SayAsync(new TerminalOutput(bytes));
        Assert.Equal(bytes, (await NextAsync(socket, "took")).Bytes);
        await SendAsync(socket, """{"t":"size","c":132,"r":43}""");
        await SendAsync(socket, """{"t":"leave"}""");
        var last = await NextAsync(socket, "took");

        Assert.Contains("\"t\":\"ended\"", last.Text, StringComparison.Ordinal);
        Assert.Contains("TechnicianClosed", last.Text, StringComparison.Ordinal);
        Assert.Equal((132, 43), host.Terminal.Size);
        await host.Terminal.Closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Terminal_FloodThatIsNotDrawn_StopsAtTheWindow()
    {
        using var socket = await OpenAsync();
        var chunk = new byte[32 * 1024];
        var flood = Task.Run(async () =>
        {
            for (var i = 0; i < 64; i++)
                await host.Terminal.SayAsync(new TerminalOutput(chunk));
        });

        // Eight chunks fill the window exactly; the ninth is not asked for. One more waits in the double's own queue.
        for (var i = 0; i < OutputCredit.Window / chunk.Length; i++)
            Assert.Equal(chunk.Length, (await NextAsync(socket)).Bytes.Length);
        Assert.Equal(OutputCredit.Window / chunk.Length, host.Terminal.Read);
        Assert.False(flood.IsCompleted);

        // Everything drawn is acknowledged, and everything comes.
        await SendAsync(socket, $$"""{"t":"ack","n":{{OutputCredit.Window}}}""");
        for (var i = OutputCredit.Window / chunk.Length; i < 64; i++)
        {
            Assert.Equal(chunk.Length, (await NextAsync(socket)).Bytes.Length);
            await SendAsync(socket, $$"""{"t":"ack","n":{{chunk.Length}}}""");
        }

        await flood.WaitAsync(Patience);
    }

    [Fact]
    public async Task Terminal_EchoedPasteLargerThanBothWindows_DoesNotStandStill()
    {
        host.Terminal.Echo = true;
        using var socket = await OpenAsync();
        const int Total = 1024 * 1024;
        var (sent, window, seen) = (0, 0, 0);

        while (seen < Total)
        {
            while (sent < Total && window + 16384 <= InputQueue.Window)
            {
                await socket.SendAsync(new byte[16384], WebSocketMessageType.Binary, true, CancellationToken.None);
                (sent, window) = (sent + 16384, window + 16384);
            }

            var (text, bytes) = await NextAsync(socket);
            if (bytes.Length > 0)
            {
                seen += bytes.Length;
                await SendAsync(socket, $$"""{"t":"ack","n":{{bytes.Length}}}""");
            }
            else if (text.Contains("took", StringComparison.Ordinal))
            {
                window -= int.Parse(text[(text.IndexOf("\"n\":", StringComparison.Ordinal) + 4)..^1], null);
            }
        }

        Assert.Equal(Total, seen);
    }

    [Theory]
    [InlineData("""{"t":"ack","n":1}""")]
    [InlineData("""{"t":"what"}""")]
    [InlineData("not json")]
    public async Task Terminal_WordOutOfOrder_IsAProtocolError(string word)
    {
        using var socket = await OpenAsync();

        await SendAsync(socket, word);
        var answer = await socket.ReceiveAsync(new byte[1024], CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(WebSocketCloseStatus.ProtocolError, answer.CloseStatus);
        await host.Terminal.Closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Terminal_RefusedBecauseTheFactorIsOld_LeadsToConfirming()
    {
        host.Terminal.Refusal = new Refusal { Code = "factor.stale" };
        using var socket = await OpenAsync(greet: false);

        var (text, _) = await NextAsync(socket);

        Assert.Contains("\"t\":\"refused\"", text, StringComparison.Ordinal);
        Assert.Contains("/confirm?back=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminal_FreezeAndEnd_AreSaidInWords()
    {
        using var socket = await OpenAsync();

        await host.Terminal.SayAsync(new TerminalState(true, false, "Patient in the room"));
        Assert.Contains("\"frozen\":true", (await NextAsync(socket)).Text, StringComparison.Ordinal);
        await host.Terminal.SayAsync(new TerminalEnded(SessionEndReason.StaffRevoked, "The hospital stopped it."));
        var (text, _) = await NextAsync(socket);

        Assert.Contains("StaffRevoked", text, StringComparison.Ordinal);
        Assert.Contains("\"again\":false", text, StringComparison.Ordinal);
        var close = await socket.ReceiveAsync(new byte[64], CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, close.CloseStatus);
    }

    private async Task<ClientWebSocket> OpenAsync(bool greet = true)
    {
        var (status, ticket) = await visitor.MintAsync("INT-2026-00043");
        Assert.Equal(HttpStatusCode.OK, status);
        var socket = await visitor.ConnectAsync(ticket);
        Assert.Equal(TerminalSocket.Protocol, socket.SubProtocol);
        await SendAsync(socket, """{"t":"start","c":80,"r":24}""");
        if (greet)
        {
            Assert.Contains("\"t\":\"open\"", (await NextAsync(socket)).Text, StringComparison.Ordinal);
            Assert.Equal("i-open", host.Terminal.Asked!.Intervention);
        }

        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<(string Text, byte[] Bytes)> NextAsync(ClientWebSocket socket, string? besides = null)
    {
        var buffer = new byte[128 * 1024];
        while (true)
        {
            var length = 0;
            WebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), CancellationToken.None).WaitAsync(Patience);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Binary)
                return ("", buffer[..length]);
            var text = Encoding.UTF8.GetString(buffer, 0, length);
            if (besides is null || !text.Contains($"\"t\":\"{besides}\"", StringComparison.Ordinal))
                return (text, []);
        }
    }
}
