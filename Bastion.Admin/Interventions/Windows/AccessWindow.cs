namespace Bastion.Admin.Interventions.Windows;

/// <summary>Half-open <c>[NotBefore, NotAfter)</c>, UTC.</summary>
internal readonly record struct AccessWindow(DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    public TimeSpan Length => NotAfter - NotBefore;

    public bool Contains(DateTimeOffset now) => NotBefore <= now && now < NotAfter;

    public bool Encloses(AccessWindow inner) => NotBefore <= inner.NotBefore && inner.NotAfter <= NotAfter && inner.NotBefore < inner.NotAfter;

    public bool Overlaps(AccessWindow other) => NotBefore < other.NotAfter && other.NotBefore < NotAfter;

    /// <summary>When an undecided request lapses: 15 minutes before the end, or at half of a short window (I8).</summary>
    public DateTimeOffset LapseAt => Length < TimeSpan.FromMinutes(30) ? NotAfter - (Length / 2) : NotAfter - TimeSpan.FromMinutes(15);
}
