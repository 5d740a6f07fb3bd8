using System.Diagnostics;
using System.Globalization;
using Bastion.Fuzz.Rdp;
using Bastion.Fuzz.Ssh;

// usage: dotnet run --project tests/Fuzz -- <target|all> <executions> [seed]
string wanted = args.Length > 0 ? args[0] : "all";
long executions = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 100_000;
int seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
IFuzzTarget[] targets = [.. AllTargets().Where(target => wanted == "all" || target.Name == wanted)];
if (targets.Length == 0)
{
    Console.Error.WriteLine("targets: all, " + string.Join(", ", AllTargets().Select(target => target.Name)));
    return 2;
}

int crashes = 0;
foreach (IFuzzTarget target in targets)
{
    long start = Stopwatch.GetTimestamp();
    var run = new FuzzRun(target, seed);
    run.Execute(executions);
    Console.WriteLine($"{target.Name}: {run.Executions} executions, seed {seed}, {run.Crashes.Count} crashes, {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    run.Crashes.ForEach(Console.WriteLine);
    crashes += run.Crashes.Count;
}

return crashes == 0 ? 0 : 1;

static IEnumerable<IFuzzTarget> AllTargets() => FuzzTargets.All.Concat(RdpTargets.All);
