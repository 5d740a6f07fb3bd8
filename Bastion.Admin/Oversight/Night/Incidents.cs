namespace Bastion.Admin.Oversight.Night;

/// <summary>What the last checks found and staff must see first: differences between tables and journal, holes in the coverage. Found anew after each start.</summary>
internal sealed class Incidents
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, IReadOnlyList<string>> found = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate)
                return [.. found.Values.SelectMany(one => one)];
        }
    }

    /// <summary>What this check found now; answers what was not there before.</summary>
    public IReadOnlyList<string> Replace(string check, IReadOnlyList<string> now)
    {
        lock (gate)
        {
            var before = found.GetValueOrDefault(check) ?? [];
            found[check] = now;
            return [.. now.Except(before)];
        }
    }
}
