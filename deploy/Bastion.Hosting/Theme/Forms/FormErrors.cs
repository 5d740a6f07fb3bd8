namespace Bastion.Hosting.Theme.Forms;

/// <summary>What is wrong with a posted form, by field name, in the order of the form. The empty name is for the form as a whole.</summary>
public sealed class FormErrors
{
    private readonly List<KeyValuePair<string, string>> _items = [];

    public static FormErrors None { get; } = new();

    public bool Any => _items.Count > 0;

    public IReadOnlyList<KeyValuePair<string, string>> Items => _items;

    public FormErrors Add(string field, string message)
    {
        if (ReferenceEquals(this, None))
            throw new InvalidOperationException("None stays empty.");
        _items.Add(new(field, message));
        return this;
    }

    public string? For(string field)
    {
        foreach (var (name, message) in _items)
            if (name == field)
                return message;
        return null;
    }
}
