using System.Diagnostics;
using System.Globalization;
using Bastion.Hospitals;
using Bastion.Hosting;
using Bastion.Ssh.Crypto;
using Bastion.Ssh.Transport;
using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>Many sessions that move data while more sleep: nothing may be lost, and the memory of each is written down.</summary>
internal static class Many
{
    /// <summary>What a lease allows at once on one device.</summary>
    private const int PerDevice = 3;
    private const int OpenedAtOnce = 4;

    public static async Task<int> Run(int moving, int idle, int megabytes, TextWriter writer)
    {
        await using var prepared = await PreparedPlanes.Start(new Preparation
        {
            Devices = ((moving + idle) / PerDevice) + 1,
            Device = new SshDeviceOptions(),
            WholeLog = true,
            SessionCeilingBytes = Math.Max(4, megabytes * 3) << 20,
        });
        using var key = SshPrivateKey.Parse(await File.ReadAllTextAsync((await prepared.Doors.Of(prepared.Planes, 0)).Identity!));
        using var host = SshPrivateKey.Parse(await File.ReadAllTextAsync(prepared.Planes.Files.Directory.At("host-keys/ssh_host_ed25519_key")));
        var pins = new HostKeyPins([host.PublicKey.Blob.ToArray()]);
        int[] planes = [.. Enum.GetValues<Plane>().Select(plane => prepared.Planes.Process(plane).Id)];
        await using (await OpenAsync(prepared, pins, key, 0))
        {
            // Everything has been compiled once.
        }

        var (bastionBefore, deviceBefore) = (Memory(planes), Memory([prepared.Device.ProcessId]));
        var sleeping = await OpenManyAsync(prepared, pins, key, 0, idle);
        var (bastion, device) = (Memory(planes) - bastionBefore, Memory([prepared.Device.ProcessId]) - deviceBefore);
        var each = planes.Zip(Enum.GetValues<Plane>()).Select(plane => $"{plane.Second} {Kibibytes(ProcessTree.ProportionalMemory(plane.First))}");
        await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"idle sessions: {idle}; memory per session, both legs: {bastion / idle / 1024} KiB; sshd's for the same session: {device / idle / 1024} KiB; in all, KiB: {string.Join(", ", each)}"));

        var movers = await OpenManyAsync(prepared, pins, key, idle, moving);
        var watch = Stopwatch.StartNew();
        var highest = 0L;
        using var stop = new CancellationTokenSource();
        var looking = Task.Run(async () =>
        {
            using var tick = new PeriodicTimer(TimeSpan.FromSeconds(2));
            while (!stop.IsCancellationRequested)
            {
                highest = Math.Max(highest, Memory(planes));
                await tick.WaitForNextTickAsync(CancellationToken.None);
            }
        });
        var same = await Task.WhenAll(movers.Select(one => Task.Run(() => one.EchoAsync(megabytes * 1_000_000L))));
        watch.Stop();
        await stop.CancelAsync();
        await looking;
        var awake = await Task.WhenAll(sleeping.Select(one => one.EchoAsync(1)));
        await writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"moving sessions: {moving} × {megabytes} MB there and back in {watch.Elapsed.TotalSeconds:0} s, {2.0 * moving * megabytes / watch.Elapsed.TotalSeconds:0} MB/s together; whole: {same.Count(one => one)}; idle ones that still answer: {awake.Count(one => one)}; most memory of the three planes: {Kibibytes(highest)} KiB"));
        foreach (var one in sleeping.Concat(movers))
        {
            await one.DisposeAsync();
        }

        return same.All(one => one) && awake.All(one => one) ? 0 : 1;
    }

    private static async Task<List<RawSession>> OpenManyAsync(PreparedPlanes prepared, HostKeyPins pins, SshPrivateKey key, int first, int count)
    {
        var opened = new List<RawSession>();
        foreach (var batch in Enumerable.Range(first, count).Chunk(OpenedAtOnce))
        {
            opened.AddRange(await Task.WhenAll(batch.Select(number => OpenAsync(prepared, pins, key, number / PerDevice))));
        }

        return opened;
    }

    private static async Task<RawSession> OpenAsync(PreparedPlanes prepared, HostKeyPins pins, SshPrivateKey key, int place)
    {
        OpenSshOptions way;
        lock (prepared)
        {
            // One at a time: it arms keys as they go stale.
            way = prepared.Doors.Of(prepared.Planes, place).GetAwaiter().GetResult();
        }

        return await RawSession.OpenAsync(way.Port, pins, way.User, key);
    }

    private static long Memory(IEnumerable<int> roots) => roots.SelectMany(root => ProcessTree.Descendants(root).Prepend(root)).Distinct().Sum(ProcessTree.ProportionalMemory);

    private static string Kibibytes(long bytes) => (bytes / 1024).ToString(CultureInfo.InvariantCulture);
}
