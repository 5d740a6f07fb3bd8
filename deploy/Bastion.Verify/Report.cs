namespace Bastion.Verify;

/// <summary>What was checked, what does not hold, what could not be checked. A flaw names its culprit: a file, an entry, a recording.</summary>
internal sealed class Report
{
    private const int MaxFlaws = 200;

    public List<string> Passed { get; } = [];

    public List<Flaw> Flaws { get; } = [];

    public List<string> Unchecked { get; } = [];

    /// <summary>When witnesses and timestamp authorities saw the head of the pack, by their own clocks.</summary>
    public List<DateTimeOffset> Seen { get; } = [];

    public void Pass(string text) => Passed.Add(text);

    public void Flaw(string code, string culprit, string text)
    {
        if (Flaws.Count < MaxFlaws)
            Flaws.Add(new Flaw(code, culprit, text));
    }

    public void NotChecked(string text) => Unchecked.Add(text);

    public async Task WriteAsync(TextWriter output)
    {
        foreach (var text in Passed)
            await output.WriteLineAsync($"  ok   {text}");
        foreach (var text in Unchecked)
            await output.WriteLineAsync($"  --   {text}");
        foreach (var flaw in Flaws)
            await output.WriteLineAsync($"  FLAW {flaw.Code}: {flaw.Culprit}: {flaw.Text}");
        await output.WriteLineAsync(Flaws.Count > 0 ? "The pack does not hold." : Unchecked.Count > 0 ? "Nothing is wrong; not all could be checked." : "The pack holds.");
    }
}
