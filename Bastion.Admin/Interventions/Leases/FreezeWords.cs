namespace Bastion.Admin.Interventions.Leases;

internal static class FreezeWords
{
    public static IReadOnlyList<string> Of(FreezeCauses causes) =>
        [.. Enum.GetValues<FreezeCauses>().Where(one => one != FreezeCauses.None && causes.HasFlag(one)).Select(one => one.ToString())];

    /// <summary>Words that are not of the list are left out: a newer Gateway may know more.</summary>
    public static FreezeCauses Read(IEnumerable<string> words)
    {
        var causes = FreezeCauses.None;
        foreach (var word in words)
            causes |= Enum.TryParse<FreezeCauses>(word, out var cause) && cause.ToString() == word ? cause : FreezeCauses.None;
        return causes;
    }
}
