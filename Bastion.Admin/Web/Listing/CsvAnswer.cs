using System.Text;

namespace Bastion.Admin.Web.Listing;

/// <summary>A list as a file (RFC 4180), with the mark that spreadsheets want to read UTF-8. A cell that a spreadsheet would take for a formula is quoted by an apostrophe.</summary>
internal sealed class CsvAnswer(string name, IEnumerable<IReadOnlyList<string>> rows) : IResult
{
    private const string Formula = "=+-@\t\r";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/csv; charset=utf-8";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        httpContext.Response.Headers.CacheControl = "no-store";
        await using var writer = new StreamWriter(httpContext.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        foreach (var row in rows)
            await writer.WriteLineAsync(string.Join(',', row.Select(Cell)));
    }

    internal static string Cell(string text)
    {
        var safe = text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
