using Bastion.Ssh.Crypto;
using Bastion.Ssh.Tests.Peers;
using Bastion.Ssh.Transport;

namespace Bastion.Ssh.Tests.Transport;

/// <summary>Counts what the whole process holds, so nothing else of the process may run beside it.</summary>
[Collection(AloneCollection.Name)]
public sealed class IdleTests
{
    [Fact]
    public async Task Transport_Idle_HoldsLittleMemoryAndNoThread()
    {
        const int Pairs = 100;
        SshPrivateKey hostKey = SshPrivateKey.GenerateEd25519();
        await OpenAsync(hostKey);
        int threads = ThreadPool.ThreadCount;
        long perTransport;
        // Pools that earlier tests filled are trimmed by the collector when it likes: a count in which that happened says nothing.
        for (int attempt = 1; (perTransport = await CountAsync(hostKey, Pairs, threads)) <= 0 && attempt < 5; attempt++)
        {
        }

        Assert.InRange(perTransport, 1, 40_000);
    }

    private static async Task<long> CountAsync(SshPrivateKey hostKey, int pairs, int threads)
    {
        long before = Held();
        var open = new List<(SshTransport Server, SshTransport Client, Task Waiting)>();
        for (int i = 0; i < pairs; i++)
        {
            open.Add(await OpenAsync(hostKey));
        }

        long perTransport = (Held() - before) / (2 * pairs);
        // Each transport waits to receive: with a thread for each there would be 100 more. A busy machine may add a few by itself.
        Assert.InRange(ThreadPool.ThreadCount, 0, threads + (pairs / 2));
        foreach ((SshTransport server, SshTransport client, Task waiting) in open)
        {
            await client.DisposeAsync();
            await waiting;
            await server.DisposeAsync();
        }

        return perTransport;
    }

    // What earlier tests left behind is finalized and collected first: it must not go while this test counts.
    private static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(true);
    }

    private static async Task<(SshTransport Server, SshTransport Client, Task Waiting)> OpenAsync(SshPrivateKey hostKey)
    {
        (Stream left, Stream right) = DuplexStream.Pair();
        Task<SshOpening> accepting = SshTransport.AcceptAsync(left, new ServerTransportOptions { HostKeys = [hostKey] }, CancellationToken.None);
        SshOpening client = await SshTransport.ConnectAsync(
            right, new ClientTransportOptions { Pins = new HostKeyPins([hostKey.PublicKey.Blob.ToArray()]) }, CancellationToken.None);
        SshTransport server = (await accepting).Transport!;
        Assert.Equal("mlkem768x25519-sha256", server.Algorithms.KeyExchange);
        Task waiting = server.ReceiveAsync(CancellationToken.None).AsTask();
        return (server, client.Transport!, waiting);
    }
}
