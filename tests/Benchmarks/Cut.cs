using System.Diagnostics;
using System.Globalization;
using Bastion.Hospitals;
using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>
/// From the commit of a revocation, and from the end of a window, to the last byte that Gateway writes to either socket, with many sessions live and
/// all of them sending and receiving. Both sockets are watched from outside: a line of the test lies between client and Gateway, and between Gateway and device.
/// </summary>
internal sealed class Cut(int sessions, bool windowToo)
{
    private const int PerDevice = 3;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(16);
    private readonly int devices = (sessions + PerDevice - 1) / PerDevice;

    public async Task Run(TextWriter writer)
    {
        FaultProxy? line = null;
        await using var prepared = await PreparedPlanes.Start(new Preparation
        {
            Devices = devices,
            Device = PatternDevice.Options(lines: 5, pauseMillis: 200),
            DevicePort = device => (line = new FaultProxy(SshDevice.Host, device.Port)).Port,
            Window = windowToo ? Window : TimeSpan.FromHours(2),
            AdminHere = true,
            SessionCeilingBytes = 64L << 20,
        });
        await using var back = line!;
        var began = TimeProvider.System.GetUtcNow();
        await using var front = new FaultProxy("127.0.0.1", prepared.Planes.Files.SshPort);
        var clients = new List<OpenSshClient>();
        var groups = new List<Group>();
        using var typing = new CancellationTokenSource();
        var typed = Type(clients, typing.Token);
        try
        {
            await Opening(prepared);
            for (var place = 0; place < devices; place++)
            {
                groups.Add(await Open(prepared, front, back, clients, place));
            }

            await writer.WriteLineAsync($"{clients.Count} live sessions after {(TimeProvider.System.GetUtcNow() - began).TotalSeconds:0} s");
            if (windowToo)
            {
                await WindowEnd(writer, prepared, groups, clients);
            }
            else
            {
                await Revoke(writer, prepared, groups);
            }
        }
        finally
        {
            await typing.CancelAsync();
            await typed;
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    /// <summary>Admin has seen Recorder change under it and asks again only after a while: until then openings are refused, and that is not measured.</summary>
    private static Task Opening(PreparedPlanes prepared) => Eventually.True(
        async () =>
        {
            await using var client = OpenSshClient.Start(await prepared.Doors.Of(prepared.Planes, 0) with { Command = "true" });
            await client.Received.WaitUntil(() => client.Received.Length > 0 || client.HasExited, "an answer").ContinueWith(_ => { }, TaskScheduler.Default);
            return client.Received.Length > 0;
        },
        "openings to be allowed");

    private static async Task<Group> Open(PreparedPlanes prepared, FaultProxy front, FaultProxy back, List<OpenSshClient> clients, int place)
    {
        var frontFrom = front.Lines.Count;
        var backFrom = back.Lines.Count;
        var options = await prepared.Doors.Of(prepared.Planes, place);
        var opened = new List<OpenSshClient>();
        for (var session = 0; session < PerDevice; session++)
        {
            var client = OpenSshClient.Start(options with { Port = front.Port });
            opened.Add(client);
            try
            {
                await client.Received.WaitFor(" 0000000001\n");
            }
            catch (EndOfStreamException)
            {
                throw new InvalidOperationException($"not opened: {client}");
            }
        }

        lock (clients)
        {
            clients.AddRange(opened);
        }

        return new Group(prepared.Doors.Approved[place].Intervention, [.. front.Lines.Skip(frontFrom)], [.. back.Lines.Skip(backFrom)], opened);
    }

    private static async Task Revoke(TextWriter writer, PreparedPlanes prepared, List<Group> groups)
    {
        var claire = await prepared.Admin.Staff("claire.aubanel");
        var fromCall = new Samples();
        var fromReturn = new Samples();
        var pauses = new Random(1);
        foreach (var group in groups)
        {
            var asked = Stopwatch.GetTimestamp();
            await claire.Revoke(group.Intervention);
            var committed = Stopwatch.GetTimestamp();
            await Over(group);
            foreach (var last in group.LastBytes())
            {
                fromCall.Add(Math.Max(0, Stopwatch.GetElapsedTime(asked, last).TotalMilliseconds));
                fromReturn.Add(last > committed ? Stopwatch.GetElapsedTime(committed, last).TotalMilliseconds : 0);
            }

            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(pauses.Next(50, 300)));
            await pause.WaitForNextTickAsync();
        }

        await Print(writer, "revocation asked (before the transaction) to the last byte", fromCall);
        await Print(writer, "revocation committed (call returned) to the last byte", fromReturn);
    }

    private static async Task WindowEnd(TextWriter writer, PreparedPlanes prepared, List<Group> groups, List<OpenSshClient> clients)
    {
        var ends = new Dictionary<string, DateTimeOffset>();
        var sami = await prepared.Admin.Technician("sami.belkacem");
        foreach (var group in groups)
        {
            ends[group.Intervention] = (await sami.Read(group.Intervention)).NotAfter.ToDateTimeOffset();
        }

        await Eventually.True(() => clients.TrueForAll(client => client.HasExited), "every session to end", TimeSpan.FromMinutes(20));
        var now = TimeProvider.System.GetUtcNow();
        var ticks = Stopwatch.GetTimestamp();
        var late = new Samples();
        foreach (var group in groups)
        {
            foreach (var last in group.LastBytes())
            {
                late.Add(Math.Max(0, (now - Stopwatch.GetElapsedTime(last, ticks) - ends[group.Intervention]).TotalMilliseconds));
            }
        }

        await Print(writer, "end of the window to the last byte", late);
    }

    private static Task Over(Group group) => Eventually.True(() => group.Clients.All(client => client.HasExited), "the sessions to end");

    private static Task Print(TextWriter writer, string what, Samples samples) => writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
        $"{what}: p50 {samples.Percentile(50):0.0} ms, p99 {samples.Percentile(99):0.0} ms, max {samples.Max:0.0} ms (n={samples.Count})"));

    /// <summary>Everybody types a line every half second: the device's socket is written to as well, and nobody is idle.</summary>
    private static async Task Type(List<OpenSshClient> clients, CancellationToken stop)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await pace.WaitForNextTickAsync(stop))
            {
                List<OpenSshClient> all;
                lock (clients)
                {
                    all = [.. clients];
                }

                foreach (var client in all.Where(client => !client.HasExited))
                {
                    try
                    {
                        client.Type("typed\n");
                    }
                    catch (IOException)
                    {
                        // It ended meanwhile.
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
    }

    private sealed record Group(string Intervention, IReadOnlyList<FaultLine> Front, IReadOnlyList<FaultLine> Back, IReadOnlyList<OpenSshClient> Clients)
    {
        /// <summary>Of each socket of Gateway, towards technicians and towards the device (Stopwatch ticks).</summary>
        public IEnumerable<long> LastBytes() => Front.Select(line => line.BackwardAt).Concat(Back.Select(line => line.ForwardAt)).Where(at => at > 0);
    }
}
