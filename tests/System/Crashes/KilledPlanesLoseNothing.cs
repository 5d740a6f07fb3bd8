using System.Globalization;
using Bastion.Hospitals;
using Bastion.Testing;
using Xunit.Abstractions;

namespace Bastion.SystemTests.Crashes;

/// <summary>
/// 0 bytes delivered but not recorded, both directions, over kill -9 of Gateway, Recorder, Admin and all three at once. Short by default;
/// tests/System/crash-loop runs it as long as wanted (BASTION_CRASHES, BASTION_CHANCE).
/// </summary>
public sealed class KilledPlanesLoseNothing(ITestOutputHelper output)
{
    private const int ShortForm = 8;
    private const int Devices = 12;

    [PeerFact("sshd", "ssh", "unshare", "perl", "root")]
    public async Task Kill_AtRandomInstantsUnderLoad_NoByteIsDeliveredUnrecorded()
    {
        await using var prepared = await PreparedPlanes.Start(new Preparation { Devices = Devices });
        var loop = new CrashLoop(prepared, Number("BASTION_CHANCE") ?? Environment.TickCount & 0xFFFFFF, Say);
        var figures = await loop.Run(Number("BASTION_CRASHES") ?? ShortForm);
        Say(figures.ToString());
        Assert.Empty(figures.Violations);
        Assert.True(figures.ReceivedByTechnicians > 0 && figures.ReceivedByDevice > 0);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Say(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("BASTION_CRASH_LOG") is { Length: > 0 } log)
        {
            File.AppendAllText(log, line + "\n");
        }
    }
}
