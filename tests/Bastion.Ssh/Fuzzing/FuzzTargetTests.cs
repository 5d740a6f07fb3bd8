using Bastion.Fuzz.Ssh;

namespace Bastion.Ssh.Tests.Fuzzing;

/// <summary>The short form of tests/Fuzz.</summary>
public sealed class FuzzTargetTests
{
    public static TheoryData<string> Names() => [.. FuzzTargets.All.Select(target => target.Name)];

    // The long form asks for more when it counts the branches that are reached.
    private static readonly long Executions =
        long.TryParse(Environment.GetEnvironmentVariable("BASTION_FUZZ_EXECUTIONS"), System.Globalization.CultureInfo.InvariantCulture, out long asked) ? asked : 3_000;

    [Theory]
    [MemberData(nameof(Names))]
    public void Target_MutatedInputs_ThrowNothingUnexpected(string name)
    {
        var run = new FuzzRun(FuzzTargets.All.Single(target => target.Name == name), randomSeed: 20);
        run.Execute(Executions);
        Assert.True(run.Crashes.Count == 0, string.Join("\n\n", run.Crashes));
    }
}
