namespace Bastion.Appliance;

/// <summary>How long to wait before a service that ended is started again: 1, 2, 4 … 30 s, and 1 s again after it has held for a minute.</summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(1);

    private TimeSpan next = First;

    public TimeSpan After(TimeSpan lived)
    {
        if (lived >= Held)
            next = First;
        var wait = next;
        next = next + next < Longest ? next + next : Longest;
        return wait;
    }
}
