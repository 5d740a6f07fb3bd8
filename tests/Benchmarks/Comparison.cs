using System.Globalization;

namespace Bastion.Benchmarks;

/// <summary>One interleaved comparison: each round measures every way once before the next round, so that what else the machine does hits all alike.</summary>
/// <param name="only">Parts to measure (bulk, files, connect, keys, memory); empty: all.</param>
internal sealed class Comparison(IReadOnlyList<Route> routes, FileLoad load, bool brief, IReadOnlyList<string> only)
{
    private static readonly string[] Ciphers = ["aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"];

    private readonly int rounds = brief ? 3 : 15;
    private readonly long bulkBytes = brief ? 64_000_000 : 200_000_000;
    private readonly int bulkRounds = brief ? 2 : 9;
    private readonly int keys = brief ? 100 : 300;
    private readonly int keyRounds = brief ? 1 : 9;
    private readonly int idle = brief ? 8 : 50;

    public async Task Run(TextWriter writer)
    {
        await writer.WriteLineAsync("| Measure | " + string.Join(" | ", routes.Select(route => route.Name)) + " | ratios to the first |");
        await writer.WriteLineAsync("|---|" + string.Concat(routes.Select(_ => "---|")) + "---|");
        foreach (var cipher in Ciphers)
        {
            await Part("bulk", writer, $"exec, standard output, {Short(cipher)}, MB/s, median (quartiles), n={bulkRounds} × {bulkBytes / 1_000_000} MB", bulkRounds, route => Measures.Bulk(route, bulkBytes, cipher));
            await Part("files", writer, $"sftp get, {Short(cipher)}, MB/s, n={bulkRounds} × {load.Bytes / 1_000_000} MB", bulkRounds, route => Measures.Sftp(route, $"get {load.OnDevice} /dev/null", load.Bytes, cipher));
            await Part("files", writer, $"sftp put, {Short(cipher)}, MB/s, n={bulkRounds} × {load.Bytes / 1_000_000} MB", bulkRounds, route => Measures.Sftp(route, $"put {load.Local} arriving", load.Bytes, cipher));
        }

        await Part("connect", writer, $"connect and `true`, ms, p50 (quartiles), n={rounds}", rounds, Measures.Connect, "0");
        if (Wanted("keys"))
        {
            var strokes = await Interleave(keyRounds, async (route, samples) => samples.Add(await Measures.Keystrokes(route, keys)));
            await Row(writer, $"keystroke round trip, ms, p50 (quartiles), n={keyRounds} × {keys}", strokes, samples => samples.Median, samples => samples.Show("0.00"));
            await Row(writer, "keystroke round trip, ms, p99", strokes, samples => samples.Percentile(99), samples => samples.Percentile(99).ToString("0.00", CultureInfo.InvariantCulture));
        }

        if (Wanted("memory"))
        {
            var memory = await Interleave(1, async (route, samples) => samples.Add(await Measures.IdleMemory(route, idle) / 1024));
            await Row(writer, $"memory per idle session, KiB (PSS), n={idle}", memory, samples => samples.Median, samples => samples.Median.ToString("0", CultureInfo.InvariantCulture));
        }
    }

    private static string Short(string cipher) => cipher[..cipher.IndexOf('@', StringComparison.Ordinal)];

    private bool Wanted(string part) => only.Count == 0 || only.Contains(part);

    private async Task Part(string part, TextWriter writer, string name, int count, Func<Route, Task<double>> measure, string format = "0.0")
    {
        if (!Wanted(part))
        {
            return;
        }

        var samples = await Interleave(count, async (route, into) => into.Add(await measure(route)));
        await Row(writer, name, samples, one => one.Median, one => one.Show(format));
    }

    private async Task<Dictionary<Route, Samples>> Interleave(int count, Func<Route, Samples, Task> measure)
    {
        var all = routes.ToDictionary(route => route, _ => new Samples());
        for (var round = 0; round < count; round++)
        {
            foreach (var route in routes)
            {
                await measure(route, all[route]);
            }
        }

        return all;
    }

    private async Task Row(TextWriter writer, string name, Dictionary<Route, Samples> all, Func<Samples, double> value, Func<Samples, string> show)
    {
        var first = value(all[routes[0]]);
        var ratios = string.Join(", ", routes.Skip(1).Select(route => $"{route.Name} ×{(value(all[route]) / first).ToString("0.00", CultureInfo.InvariantCulture)}"));
        await writer.WriteLineAsync($"| {name} | {string.Join(" | ", routes.Select(route => show(all[route])))} | {ratios} |");
        await writer.FlushAsync();
    }
}
