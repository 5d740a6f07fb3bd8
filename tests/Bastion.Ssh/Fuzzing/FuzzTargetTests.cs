using Bastion.Fuzz.Ssh;

namespace Bastion.Ssh.Tests.Fuzzing;

/// <summary>The short form of tests/Fuzz.</summary>
public sealed class FuzzTargetTests
{
    public static TheoryData<string> Names() => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Target_3000MutatedInputs_ThrowNothingUnexpected(string name)
    {
        var run = new FuzzRun(FuzzTargets.All.Single(target => target.Name == name), randomSeed: 20);
        run.Execute(3_000);
        Assert.True(run.Crashes.Count == 0, string.Join("\n\n", run.Crashes));
    }
}
