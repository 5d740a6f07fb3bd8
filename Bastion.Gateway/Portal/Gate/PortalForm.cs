namespace Bastion.Gateway.Portal.Gate;

/// <summary>What was posted; the host has already checked that it comes from a page of ours.</summary>
internal sealed class PortalForm(IFormCollection fields)
{
    public string this[string name] => Raw(name).Trim();

    /// <summary>As typed: a password may begin with a space.</summary>
    public string Raw(string name) => fields[name] is { Count: > 0 } x ? x[^1] ?? "" : "";

    public IReadOnlyList<string> All(string name) => [.. fields[name].OfType<string>().Where(x => x.Length > 0)];

    public static async Task<PortalForm> ReadAsync(HttpContext http) =>
        new(http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty);
}
