using System.Diagnostics;
using System.Globalization;
using Bastion.Mutation;

// Mutation testing of what judges evidence: dotnet run -c Release --project tests/Mutation [merkle|verifier] [part of a file's name]
// Each mutant is compiled in memory and the tests of its target run on it. Figures and survivors are in docs/performance.md.
if (args is ["worker", var name])
    return await Worker.RunAsync(Target.All.Single(target => target.Name == name));

var wanted = args.Length > 0 ? args[0] : "";
foreach (var target in Target.All.Where(target => wanted.Length == 0 || target.Name == wanted))
    await RunAsync(target, args.Length > 1 ? args[1] : "");
return 0;

static async Task RunAsync(Target target, string file)
{
    var mutants = new InMemoryBuild(target).Mutants;
    var process = Start(target);
    var baseline = await AskAsync(process, -1, TimeSpan.FromMinutes(10));
    if (baseline != Worker.Survived)
        throw new InvalidOperationException($"The tests fail without any change: {baseline}");
    // Once more, now that the compiler is warm.
    var watch = Stopwatch.StartNew();
    await AskAsync(process, -1, TimeSpan.FromMinutes(10));
    var patience = TimeSpan.FromSeconds(10 + (5 * watch.Elapsed.TotalSeconds));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {mutants.Count} mutants, a run of the tests takes {watch.Elapsed.TotalSeconds:0.0} s"));
    watch.Restart();
    var (killed, invalid, timeouts) = (0, 0, 0);
    var survivors = new List<Mutant>();
    for (var i = 0; i < mutants.Count; i++)
    {
        if (!mutants[i].File.Contains(file, StringComparison.OrdinalIgnoreCase))
            continue;
        var answer = await AskAsync(process, i, patience);
        if (answer is null)
        {
            // Endless, or it took the process with it: noticed either way.
            timeouts++;
            process.Kill();
            process = Start(target);
        }
        else if (answer == Worker.Invalid)
            invalid++;
        else if (answer == Worker.Survived)
        {
            survivors.Add(mutants[i]);
            Console.WriteLine($"survived  {mutants[i]}");
        }
        else
            killed++;
        if ((i + 1) % 100 == 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… {i + 1} of {mutants.Count} in {watch.Elapsed.TotalSeconds:0} s, {survivors.Count} survived"));
    }
    process.StandardInput.Close();
    await process.WaitForExitAsync();
    var valid = killed + timeouts + survivors.Count;
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: {valid} mutants, {killed} killed, {timeouts} never ended, {survivors.Count} survived: {100.0 * (killed + timeouts) / valid:0.0} % killed ({invalid} did not compile), {watch.Elapsed.TotalSeconds:0} s"));
}

static Process Start(Target target) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["worker", target.Name]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;

static async Task<string?> AskAsync(Process process, int number, TimeSpan patience)
{
    try
    {
        await process.StandardInput.WriteLineAsync(number.ToString(CultureInfo.InvariantCulture));
        await process.StandardInput.FlushAsync();
        using var limit = new CancellationTokenSource(patience);
        return await process.StandardOutput.ReadLineAsync(limit.Token);
    }
    catch (Exception e) when (e is OperationCanceledException or IOException)
    {
        return null;
    }
}
