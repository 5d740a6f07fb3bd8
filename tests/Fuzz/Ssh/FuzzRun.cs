using System.Diagnostics;

namespace Bastion.Fuzz.Ssh;

/// <summary>Runs one target over many inputs and keeps what went wrong.</summary>
internal sealed class FuzzRun(IFuzzTarget target, int randomSeed)
{
    // An input that costs this much is as bad as one that throws.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private const int CrashesKept = 10;

    public long Executions { get; private set; }

    public List<string> Crashes { get; } = [];

    public void Execute(long count)
    {
        var mutator = new Mutator(target.Seeds, randomSeed);
        foreach (byte[] seed in target.Seeds)
        {
            One(seed);
        }

        while (Executions < count && Crashes.Count < CrashesKept)
        {
            One(mutator.Next());
        }
    }

    private void One(byte[] input)
    {
        Executions++;
        byte[] copy = [.. input];
        long start = Stopwatch.GetTimestamp();
        try
        {
            target.Run(input);
        }
#pragma warning disable CA1031 // finding out what is thrown is the purpose
        catch (Exception crash)
#pragma warning restore CA1031
        {
            Crashes.Add($"{target.Name} #{Executions} {Convert.ToHexString(copy)}\n{crash}");
            return;
        }

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        if (took > Slow)
        {
            Crashes.Add($"{target.Name} #{Executions} {Convert.ToHexString(copy)}\ntook {took}");
        }
    }
}
