using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>A report in short: what does not hold, each as "code culprit".</summary>
internal static class Said
{
    public static string[] Flaws(Report report) => [.. report.Flaws.Select(flaw => $"{flaw.Code} {flaw.Culprit}")];

    public static void Nothing(Report report) => Assert.Equal([], report.Flaws);
}
