using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using Bastion.Gateway.Portal.Desktop;
using Bastion.Gateway.Portal.Terminal;
using Bastion.Testing;

namespace Bastion.Gateway.Tests.Portal.Desktop;

public sealed class DesktopSocketTests : IAsyncLifetime, IDisposable
{
    // A request of version 3390 for "device:3389" with the ticket "ticket".
    private static readonly byte[] Request = Convert.FromHexString("3036a00402020d3ea20d0c0b6465766963653a33333839a3080c067469636b6574a6150413030000130ee000000000000100080001000000");

    private readonly Pipe up = new();
    private readonly Pipe down = new();
    private WebSocket browser = null!;
    private WebSocket server = null!;
    private DesktopSocket line = null!;

    public Task InitializeAsync()
    {
        browser = WebSocket.CreateFromStream(new DuplexStream(down.Reader.AsStream(), up.Writer.AsStream()), new WebSocketCreationOptions { IsServer = false });
        server = WebSocket.CreateFromStream(new DuplexStream(up.Reader.AsStream(), down.Writer.AsStream()), new WebSocketCreationOptions { IsServer = true });
        line = new DesktopSocket(server);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        browser.Dispose();
        server.Dispose();
        line.Dispose();
    }

    [Fact]
    public async Task Start_ThenARequestInPieces_AreRead()
    {
        await SayAsync("""{"t":"start","layout":1036}""");
        await SendAsync(Request[..3]);
        await SendAsync(Request[3..]);

        Assert.Equal(1036u, (await line.GreetAsync(default).Within("a start"))?.Layout);
        Assert.Equal("ticket", (await line.ReadRequestAsync(default).Within("a request"))?.ProxyAuth);
    }

    [Theory]
    [InlineData("""{"t":"leave"}""")]
    [InlineData("hello")]
    public async Task Start_OfAnotherKind_IsNone(string word)
    {
        await SayAsync(word);

        Assert.Null(await line.GreetAsync(default).Within("an answer"));
    }

    [Fact]
    public async Task Start_ThatIsBinary_IsNone()
    {
        await SendAsync(Request);

        Assert.Null(await line.GreetAsync(default).Within("an answer"));
    }

    [Fact]
    public async Task Leave_BetweenBytes_IsHeardAndTheBytesPass()
    {
        var left = 0;
        line.Left = () => left++;
        await SendAsync([1, 2, 3]);
        await SayAsync("""{"t":"leave"}""");
        await SendAsync([4]);
        var buffer = new byte[16];

        Assert.Equal(3, await line.ReadAsync(buffer).AsTask().Within("bytes"));
        Assert.Equal(1, await line.ReadAsync(buffer).AsTask().Within("bytes"));
        Assert.Equal((4, 1), (buffer[0], left));
    }

    [Fact]
    public async Task Word_ThatIsTooLong_EndsTheLine()
    {
        await SayAsync("{\"t\":\"leave\",\"x\":\"" + new string('x', DesktopWord.Longest) + "\"}");

        Assert.Equal(0, await line.ReadAsync(new byte[4096]).AsTask().Within("the end"));
    }

    [Fact]
    public async Task Write_IsOneMessage_AndWordsAreText()
    {
        await line.WriteAsync(new byte[] { 9, 8 });
        line.Say(new ServerWord("notice", Text: "Bonjour"));
        var buffer = new byte[256];

        var bytes = await browser.ReceiveAsync(buffer, default).Within("bytes");
        Assert.Equal((WebSocketMessageType.Binary, 2, true), (bytes.MessageType, bytes.Count, bytes.EndOfMessage));
        var word = await browser.ReceiveAsync(buffer, default).Within("a word");
        Assert.Equal((WebSocketMessageType.Text, """{"t":"notice","text":"Bonjour"}"""), (word.MessageType, Encoding.UTF8.GetString(buffer, 0, word.Count)));
    }

    [Fact]
    public async Task Finish_SaysTheLastWordFirst()
    {
        line.Say(new ServerWord("ended", Text: "Fini"));
        var finishing = line.FinishAsync();
        var buffer = new byte[256];

        Assert.Equal(WebSocketMessageType.Text, (await browser.ReceiveAsync(buffer, default).Within("a word")).MessageType);
        Assert.Equal(WebSocketMessageType.Close, (await browser.ReceiveAsync(buffer, default).Within("goodbye")).MessageType);
        await browser.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await finishing.Within("the end");
    }

    private Task SendAsync(byte[] bytes) => browser.SendAsync(bytes, WebSocketMessageType.Binary, true, default);

    private Task SayAsync(string text) => browser.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);

    private sealed class DuplexStream(Stream read, Stream write) : Stream
    {
        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => read.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => write.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => write.FlushAsync(cancellationToken);

        public override void Flush() => write.Flush();

        public override int Read(byte[] buffer, int offset, int count) => read.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => write.Write(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
