using System.Net;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>
/// The sign-in form of a page: the first form with a password field, what it already holds (a token against forgery among it) and where it goes.
/// One pass over a stranger's markup, bounded in everything.
/// </summary>
/// <param name="Action">As written; empty: the page itself.</param>
internal sealed record LoginForm(string Action, string UserField, string PasswordField, IReadOnlyList<KeyValuePair<string, string>> Others)
{
    public const int MaxPage = 512 * 1024;
    private const int MaxFields = 100;
    private const int MaxValue = 8192;

    /// <summary>Null when the page has no such form. Names that are given win over what is found.</summary>
    public static LoginForm? Find(string page, string userField = "", string passwordField = "")
    {
        if (page.Length > MaxPage)
            page = page[..MaxPage];
        string? action = null;
        var fields = new List<(string Name, string Type, string Value)>();
        for (var at = page.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < page.Length; at = page.IndexOf('<', at + 1))
        {
            if (page.AsSpan(at).StartsWith("<!--", StringComparison.Ordinal))
            {
                at = page.IndexOf("-->", at, StringComparison.Ordinal);
                if (at < 0)
                    break;
                continue;
            }
            if (IsTag(page, at, "/form") && action is not null)
            {
                if (Read(action, fields, userField, passwordField) is { } found)
                    return found;
                action = null;
                fields.Clear();
            }
            else if (IsTag(page, at, "form"))
            {
                (var attributes, at) = Attributes(page, at + 5);
                action = attributes.GetValueOrDefault("action", "");
                fields.Clear();
            }
            else if (IsTag(page, at, "input") && action is not null && fields.Count < MaxFields)
            {
                (var attributes, at) = Attributes(page, at + 6);
                if (attributes.TryGetValue("name", out var name) && name.Length > 0)
                    fields.Add((name, attributes.GetValueOrDefault("type", "text").ToLowerInvariant(), attributes.GetValueOrDefault("value", "")));
            }
        }
        return action is null ? null : Read(action, fields, userField, passwordField);
    }

    public IEnumerable<KeyValuePair<string, string>> Filled(string account, string password) => [.. Others, new(UserField, account), new(PasswordField, password)];

    private static LoginForm? Read(string action, List<(string Name, string Type, string Value)> fields, string userField, string passwordField)
    {
        var password = passwordField.Length > 0 ? fields.FindIndex(one => one.Name == passwordField) : fields.FindIndex(one => one.Type == "password");
        if (password < 0)
            return null;
        var user = userField.Length > 0 ? fields.FindIndex(one => one.Name == userField) : fields.FindLastIndex(password, one => one.Type is "text" or "email" or "tel");
        if (user < 0)
            return null;
        // What a browser sends without anybody clicking: no buttons, no boxes that are not ticked.
        var others = fields.Where((one, index) => index != user && index != password && one.Type is "hidden" or "text").Where(one => one.Name != fields[user].Name && one.Name != fields[password].Name);
        return new LoginForm(action, fields[user].Name, fields[password].Name, [.. others.Select(one => new KeyValuePair<string, string>(one.Name, one.Value))]);
    }

    private static bool IsTag(string page, int at, string name)
    {
        var end = at + 1 + name.Length;
        return end < page.Length && page.AsSpan(at + 1).StartsWith(name, StringComparison.OrdinalIgnoreCase) && (page[end] is '>' or '/' || char.IsWhiteSpace(page[end]));
    }

    /// <summary>From behind a tag's name to its end; answers where that is.</summary>
    private static (Dictionary<string, string> Attributes, int End) Attributes(string page, int at)
    {
        var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (at < page.Length && page[at] != '>')
        {
            if (char.IsWhiteSpace(page[at]) || page[at] == '/')
            {
                at++;
                continue;
            }
            var from = at;
            while (at < page.Length && page[at] is not ('=' or '>' or '/') && !char.IsWhiteSpace(page[at]))
                at++;
            var name = page[from..at];
            while (at < page.Length && char.IsWhiteSpace(page[at]))
                at++;
            var value = "";
            if (at < page.Length && page[at] == '=')
                (value, at) = Value(page, at + 1);
            else if (at == from)
                at++;
            if (attributes.Count < MaxFields)
                attributes.TryAdd(name, WebUtility.HtmlDecode(value.Length > MaxValue ? value[..MaxValue] : value));
        }
        return (attributes, Math.Min(at, page.Length - 1));
    }

    private static (string Value, int End) Value(string page, int at)
    {
        while (at < page.Length && char.IsWhiteSpace(page[at]))
            at++;
        if (at >= page.Length)
            return ("", at);
        if (page[at] is '"' or '\'')
        {
            var close = page.IndexOf(page[at], at + 1);
            return close < 0 ? (page[(at + 1)..], page.Length) : (page[(at + 1)..close], close + 1);
        }
        var from = at;
        while (at < page.Length && page[at] != '>' && !char.IsWhiteSpace(page[at]))
            at++;
        return (page[from..at], at);
    }
}
