namespace Bastion.Gateway.Sessions;

/// <summary>The causes that hold a session frozen, and which of them are blind (the technician sees nothing either).</summary>
internal readonly record struct FreezeSet(FreezeCause Causes, FreezeCause Blind)
{
    private const FreezeCause AlwaysBlind = FreezeCause.Identity | FreezeCause.RedButton | FreezeCause.Recorder;

    public bool IsFrozen => Causes != FreezeCause.None;

    public bool IsBlind => (Causes & Blind) != FreezeCause.None;

    public FreezeSet Add(FreezeCause cause, bool blind) =>
        new(Causes | cause, blind || (cause & AlwaysBlind) != 0 ? Blind | cause : Blind);

    public FreezeSet Remove(FreezeCause cause) => new(Causes & ~cause, Blind & ~cause);

    public IEnumerable<string> Names()
    {
        foreach (var cause in Enum.GetValues<FreezeCause>())
            if (cause != FreezeCause.None && (Causes & cause) == cause)
                yield return cause.ToString();
    }
}
