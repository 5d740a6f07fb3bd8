using System.Globalization;

namespace Bastion.SystemTests.Crashes;

/// <summary>What a crash loop saw.</summary>
internal sealed class CrashFigures
{
    public int Rounds { get; set; }

    public Dictionary<string, int> Kills { get; } = [];

    public int Sessions { get; set; }

    public long ReceivedByTechnicians { get; set; }

    public long RecordedOutput { get; set; }

    public long ReceivedByDevice { get; set; }

    public long RecordedInput { get; set; }

    public int CodesTriedAgain { get; set; }

    public int SealedRecordings { get; set; }

    public Dictionary<string, int> EndReasons { get; } = [];

    /// <summary>Bytes delivered but not recorded, either way; and every other broken promise, as sentences.</summary>
    public List<string> Violations { get; } = [];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        kills: {Rounds} ({string.Join(", ", Kills.OrderBy(kill => kill.Key).Select(kill => $"{kill.Key} {kill.Value}"))})
        sessions: {Sessions}, sealed recordings: {SealedRecordings} ({string.Join(", ", EndReasons.OrderBy(end => end.Key).Select(end => $"{end.Key} {end.Value}"))})
        received by technicians: {ReceivedByTechnicians:N0} bytes of {RecordedOutput:N0} recorded
        received by the device: {ReceivedByDevice:N0} bytes of {RecordedInput:N0} recorded
        used codes tried again after a kill: {CodesTriedAgain}
        violations: {Violations.Count}{string.Concat(Violations.Select(violation => "\n  " + violation))}
        """);
}
