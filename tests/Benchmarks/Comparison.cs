using System.Globalization;

namespace Bastion.Benchmarks;

/// <summary>One interleaved comparison: each round measures every way once before the next round, so that what else the machine does hits all alike.</summary>
internal sealed class Comparison(IReadOnlyList<Route> routes, bool brief)
{
    private readonly int rounds = brief ? 3 : 15;
    private readonly long bulkBytes = brief ? 64_000_000 : 200_000_000;
    private readonly int bulkRounds = brief ? 2 : 5;
    private readonly int keys = brief ? 100 : 500;
    private readonly int keyRounds = brief ? 1 : 3;
    private readonly int idle = brief ? 8 : 50;

    public async Task Run(TextWriter writer)
    {
        var connect = await Interleave(rounds, async (route, samples) => samples.Add(await Measures.Connect(route)));
        var bulk = await Interleave(bulkRounds, async (route, samples) => samples.Add(await Measures.Bulk(route, bulkBytes)));
        var strokes = await Interleave(keyRounds, async (route, samples) => samples.Add(await Measures.Keystrokes(route, keys)));
        var memory = await Interleave(1, async (route, samples) => samples.Add(await Measures.IdleMemory(route, idle) / 1024));

        await writer.WriteLineAsync("| Measure | " + string.Join(" | ", routes.Select(route => route.Name)) + " | ratios to the first |");
        await writer.WriteLineAsync("|---|" + string.Concat(routes.Select(_ => "---|")) + "---|");
        await Row(writer, $"bulk stdout, MB/s, median (quartiles), n={bulkRounds} × {bulkBytes / 1_000_000} MB", bulk, samples => samples.Median, samples => samples.Show());
        await Row(writer, $"connect and `true`, ms, p50 (quartiles), n={rounds}", connect, samples => samples.Median, samples => samples.Show("0"));
        await Row(writer, $"keystroke round trip, ms, p50 (quartiles), n={keys * keyRounds}", strokes, samples => samples.Median, samples => samples.Show("0.00"));
        await Row(writer, "keystroke round trip, ms, p99", strokes, samples => samples.Percentile(99), samples => samples.Percentile(99).ToString("0.00", CultureInfo.InvariantCulture));
        await Row(writer, $"memory per idle session, KiB (PSS), n={idle}", memory, samples => samples.Median, samples => samples.Median.ToString("0", CultureInfo.InvariantCulture));
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
    }
}
