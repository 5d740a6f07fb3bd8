namespace Bastion.Gateway.Portal.Shell;

/// <summary>What was typed in a form that could not be served, to send it again without typing. Secrets are not kept.</summary>
internal sealed record KeptFields(string Action, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    private static readonly string[] Never = ["password", "password2", "code", "_form"];

    public bool CanBeSentAgain => Fields.Count > 0;

    public static async Task<KeptFields> OfAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType)
            return new KeptFields("", []);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form.Keys.Any(x => x is "password" or "code"))
            return new KeptFields("", []);
        return new KeptFields(http.Request.Path, [.. form
            .Where(x => !Never.Contains(x.Key))
            .SelectMany(x => x.Value.OfType<string>(), (x, value) => new KeyValuePair<string, string>(x.Key, value))]);
    }
}
