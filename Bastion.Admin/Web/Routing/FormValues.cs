using System.Globalization;

namespace Bastion.Admin.Web.Routing;

/// <summary>What a form brought, read without trust: absent is empty, too long is cut.</summary>
internal sealed class FormValues(IFormCollection form)
{
    private const int MaxText = 4000;

    /// <summary>A certificate with its key is the longest.</summary>
    private const int MaxRaw = 16_000;

    public static async Task<FormValues> ReadAsync(HttpContext context) => new(await context.Request.ReadFormAsync(context.RequestAborted));

    public string Text(string name)
    {
        var value = form[name].ToString();
        return (value.Length > MaxText ? value[..MaxText] : value).Trim();
    }

    /// <summary>As typed: passwords may begin with a space.</summary>
    public string Raw(string name) => form[name].ToString() is { Length: <= MaxRaw } value ? value : "";

    public int? Number(string name) => int.TryParse(form[name], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    public Guid? Id(string name) => Guid.TryParse(form[name], out var value) ? value : null;

    public bool Ticked(string name) => form.ContainsKey(name);

    public IReadOnlyList<string> Many(string name) => [.. form[name].OfType<string>().Take(200)];

    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum => Enum.TryParse<TEnum>(form[name], out var value) && Enum.IsDefined(value) ? value : null;

    /// <summary>Fields of type date and time together.</summary>
    public DateTime? Local(string date, string time) =>
        DateOnly.TryParseExact(form[date], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && TimeOnly.TryParseExact(form[time], ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour)
            ? day.ToDateTime(hour)
            : null;
}
