using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Bastion.Fuzz.Rdp;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Wire;

namespace Bastion.Benchmarks;

/// <summary>A client that only counts: a connected desktop, how fast it draws, how long a picture takes.</summary>
internal sealed class BenchDesktopClient : IDisposable
{
    private readonly TcpClient client = new() { NoDelay = true };
    private readonly byte[] buffer = new byte[256 * 1024];
    private SslStream stream = null!;

    public static async Task<BenchDesktopClient> Connect(int port, string user, string password)
    {
        var one = new BenchDesktopClient();
        await one.client.ConnectAsync(IPAddress.Loopback, port);
        var plain = one.client.GetStream();
        await plain.WriteAsync(new ConnectionRequest(SecurityProtocols.Tls).ToFrame());
        await BenchDesktop.Read(plain);
        one.stream = new SslStream(plain, false, (_, certificate, _, _) => certificate is not null);
        await one.stream.AuthenticateAsClientAsync("localhost");
        var back = new BackHandshake(McsConnectInitial.Read(RdpSamples.ConnectInitial(0)), SecurityProtocols.Tls);
        await one.stream.WriteAsync(back.Begin());
        while (!back.Done)
        {
            foreach (var answer in back.Take(await BenchDesktop.Read(one.stream)))
            {
                await one.stream.WriteAsync(answer);
            }
        }

        using var info = new RdpWriter();
        ClientInfo.Write(info, "", user, password);
        await one.stream.WriteAsync(SendData.ToFrame(false, back.User, back.IoChannel, info.Written));
        if ((await BenchDesktop.Read(one.stream)).Length == 0)
        {
            throw new InvalidOperationException("No desktop came.");
        }

        await one.stream.WriteAsync(RdpSamples.Active(fromServer: false, back.User, back.IoChannel));
        return one;
    }

    /// <summary>MB/s of 16 MB of pictures.</summary>
    public async Task<double> Draw()
    {
        var start = Stopwatch.GetTimestamp();
        await stream.WriteAsync(BenchDesktop.Ask(much: true));
        long left = (long)BenchDesktop.Frames * (BenchDesktop.FrameBytes + 28);
        while (left > 0)
        {
            left -= await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length))) is var read and > 0 ? read : throw new EndOfStreamException();
        }

        return BenchDesktop.Frames * BenchDesktop.FrameBytes / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Milliseconds from an event to the picture it makes.</summary>
    public async Task<double> RoundTrip()
    {
        var start = Stopwatch.GetTimestamp();
        await stream.WriteAsync(BenchDesktop.Ask(much: false));
        await BenchDesktop.Read(stream);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public void Dispose()
    {
        stream?.Dispose();
        client.Dispose();
    }
}
