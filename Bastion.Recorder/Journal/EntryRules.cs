using Bastion.Hosting;
using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Journal;

/// <summary>What may stand in the journal, and who may say what.</summary>
internal static class EntryRules
{
    public const int MaxEntriesPerCall = 500;
    public const int MaxProofs = 5000;
    public const int MaxEntryBytes = 64 << 10;

    private const int MaxKind = 64;

    private static readonly string[] GatewayKinds = ["session.", "control.", "sign_in.", "recording.", "file.", "clock."];

    public static bool MaySay(Plane service, string kind) =>
        service != Plane.Gateway || GatewayKinds.Any(prefix => kind.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>What is wrong with the entry; null when nothing is.</summary>
    public static string? Flaw(Entry entry)
    {
        if (!Guid.TryParseExact(entry.Id, "D", out _))
            return "the id is no UUID";
        if (entry.Kind.Length is 0 or > MaxKind || !entry.Kind.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_'))
            return $"'{entry.Kind}' is no kind";
        if (entry.At is null)
            return "the time is missing";
        return entry.CalculateSize() > MaxEntryBytes ? $"it is larger than {MaxEntryBytes} bytes" : null;
    }
}
