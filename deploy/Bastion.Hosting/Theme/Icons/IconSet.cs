using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Components;

namespace Bastion.Hosting.Theme.Icons;

/// <summary>Drawings of the icons that pages may use (Bootstrap Icons, 16 by 16), by name.</summary>
public sealed class IconSet(FrozenDictionary<string, MarkupString> drawings)
{
    public bool Has(string name) => drawings.ContainsKey(name);

    public MarkupString Drawing(string name) => drawings.TryGetValue(name, out var drawing)
        ? drawing
        : throw new ArgumentException($"No icon {name}. Add its name to Assets/icons.txt.", nameof(name));

    internal static IconSet Embedded()
    {
        using var stream = typeof(IconSet).Assembly.GetManifestResourceStream("assets/icons.json")
            ?? throw new InvalidOperationException("The icons were not bundled.");
        var names = JsonSerializer.Deserialize<Dictionary<string, string>>(stream) ?? [];
        return new IconSet(names.ToFrozenDictionary(pair => pair.Key, pair => new MarkupString(pair.Value)));
    }
}
