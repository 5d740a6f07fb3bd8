using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bastion.Fuzz.Rdp;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Wire;

namespace Bastion.Benchmarks;

/// <summary>A desktop that draws on command: a lock event with flags 1 asks for 16 MB of pictures of 64 by 64 points, one with flags 0 for a picture of 64 bytes.</summary>
internal sealed class BenchDesktop : IAsyncDisposable
{
    public const int FrameBytes = 16 * 1024;
    public const int Frames = 1024;
    private const int Side = 64;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly X509Certificate2 certificate;

    public BenchDesktop(X509Certificate2 certificate)
    {
        this.certificate = certificate;
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public byte[] Certificate => certificate.RawData;

    /// <summary>A lock event of a client, as fast-path input.</summary>
    public static byte[] Ask(bool much) => [1 << 2, 3, (byte)((3 << 5) | (much ? 1 : 0))];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task Accept()
    {
        while (!stop.IsCancellationRequested)
        {
            _ = Serve(await listener.AcceptTcpClientAsync(stop.Token));
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            var plain = client.GetStream();
            await Read(plain);
            await plain.WriteAsync(new ConnectionConfirm(SecurityProtocols.Tls).ToFrame());
            await using var secure = new SslStream(plain);
            await secure.AuthenticateAsServerAsync(certificate);
            var hello = new FrontHandshake(SecurityProtocols.Tls);
            while (hello.Info is null)
            {
                if (hello.Take(await Read(secure)) is { } answer)
                {
                    await secure.WriteAsync(answer);
                }
            }

            await secure.WriteAsync(RdpSamples.Active(fromServer: true));
            var small = Picture(0, 4, 1, 36);
            byte[] batch = [.. Enumerable.Range(0, 8).SelectMany(place => Picture(place * Side, Side, Side, FrameBytes))];
            while (true)
            {
                var frame = await Read(secure);
                if (frame.Length == 0)
                {
                    return;
                }

                if (RdpFraming.IsTpkt(frame))
                {
                    continue;
                }

                if ((frame[2] & 1) == 0)
                {
                    await secure.WriteAsync(small);
                    continue;
                }

                for (var i = 0; i < Frames / 8; i++)
                {
                    await secure.WriteAsync(batch);
                }
            }
        }
    }

    private static byte[] Picture(int left, int width, int height, int bytes)
    {
        using var body = new RdpWriter();
        foreach (var value in (int[])[1, 1, left, 0, left + width - 1, height - 1, width, height, 32, 0, bytes])
        {
            body.U16(value);
        }

        var pixels = new byte[bytes];
        Random.Shared.NextBytes(pixels);
        body.Octets(pixels);
        return FastPathUpdate.ToFrame(FastPathUpdate.Bitmap, body.Written);
    }

    /// <summary>One frame; empty at the end.</summary>
    public static async Task<byte[]> Read(Stream stream)
    {
        var head = new byte[4];
        if (await stream.ReadAtLeastAsync(head.AsMemory(0, 3), 3, throwOnEndOfStream: false) < 3)
        {
            return [];
        }

        var have = 3;
        if (RdpFraming.IsTpkt(head))
        {
            await stream.ReadExactlyAsync(head.AsMemory(3, 1));
            have = 4;
        }

        var frame = new byte[RdpFraming.LengthOf(head.AsSpan(0, have))];
        head.AsSpan(0, have).CopyTo(frame);
        await stream.ReadExactlyAsync(frame.AsMemory(have));
        return frame;
    }
}
