using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Bastion.Admin.Files;

/// <summary>
/// Speaks to ClamAV's clamd on a Unix socket (clamd(8), COMMANDS): zPING, zVERSION and zINSTREAM, whose content goes as uint32 length and bytes, ended by length 0.
/// Every answer that is not exactly "OK" or "FOUND" counts as no verdict.
/// </summary>
internal sealed class ClamdScanner(AdminOptions options, TimeProvider time)
{
    private const int MaxAnswer = 4096;
    private static readonly TimeSpan Greeting = TimeSpan.FromSeconds(3);

    /// <summary>Whether somebody answers; also the version for the record.</summary>
    public async Task<string?> VersionAsync(CancellationToken cancellation)
    {
        if (options.ScannerSocket is null)
            return null;
        try
        {
            using var patience = new CancellationTokenSource(Greeting, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
            using var socket = await ConnectAsync(both.Token);
            await SendAsync(socket, "zVERSION\0"u8.ToArray(), both.Token);
            var answer = await AnswerAsync(socket, both.Token);
            return answer.StartsWith("ClamAV", StringComparison.Ordinal) ? answer : null;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    public async Task<ScanVerdict> ScanAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(HeldLimits.Scan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using var socket = await ConnectAsync(both.Token);
            await SendAsync(socket, "zINSTREAM\0"u8.ToArray(), both.Token);
            await SendContentAsync(socket, content, both.Token);
            return Read(await AnswerAsync(socket, both.Token));
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return new ScanVerdict(false, "", "the scanner did not answer");
        }
    }

    /// <summary>"stream: OK", "stream: NAME FOUND", or anything else.</summary>
    public static ScanVerdict Read(string answer)
    {
        const string stream = "stream: ";
        const string found = " FOUND";
        if (answer == stream + "OK")
            return new ScanVerdict(true, "", answer);
        if (answer.StartsWith(stream, StringComparison.Ordinal) && answer.EndsWith(found, StringComparison.Ordinal) && answer.Length > stream.Length + found.Length)
            return new ScanVerdict(false, answer[stream.Length..^found.Length], answer);
        return new ScanVerdict(false, "", answer.Length == 0 ? "the scanner closed the connection" : answer);
    }

    private static async Task SendContentAsync(Socket socket, IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancellation)
    {
        var length = new byte[4];
        try
        {
            await foreach (var part in content.WithCancellation(cancellation))
            {
                BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
                await SendAsync(socket, length, cancellation);
                await SendAsync(socket, part, cancellation);
            }
            BinaryPrimitives.WriteInt32BigEndian(length, 0);
            await SendAsync(socket, length, cancellation);
        }
        catch (SocketException)
        {
            // Over its size limit it answers and closes while content still comes; its answer says so.
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(options.ScannerSocket!), cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancellation)..];
    }

    private static async Task<string> AnswerAsync(Socket socket, CancellationToken cancellation)
    {
        var answer = new byte[MaxAnswer];
        var have = 0;
        while (have < answer.Length)
        {
            var count = await socket.ReceiveAsync(answer.AsMemory(have), cancellation);
            if (count == 0)
                break;
            have += count;
            if (answer.AsSpan(0, have).IndexOf((byte)0) is >= 0 and var end)
                return Encoding.UTF8.GetString(answer, 0, end).Trim();
        }
        // Without its closing zero an answer may be a part of another one.
        return "";
    }
}
