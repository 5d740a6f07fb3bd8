using Bastion.Fuzz.Rdp;
using Bastion.Fuzz.Ssh;

namespace Bastion.Rdp.Tests.Fuzzing;

/// <summary>The short form of tests/Fuzz.</summary>
public sealed class FuzzTargetTests
{
    public static TheoryData<string> Names() => [.. RdpTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Target_3000MutatedInputs_ThrowNothingUnexpected(string name)
    {
        var run = new FuzzRun(RdpTargets.All.Single(target => target.Name == name), randomSeed: 20);
        run.Execute(3_000);
        Assert.True(run.Crashes.Count == 0, string.Join("\n\n", run.Crashes));
    }
}
