using System.Globalization;
using System.Text.RegularExpressions;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access.Refusals;
using Bastion.Hosting.Theme.Time;
using Google.Protobuf.Collections;

namespace Bastion.Gateway.Portal.Wording;

/// <summary>Codes of Admin as sentences: the portal's own words first, else those that every way in shares.</summary>
internal sealed partial class Sentences(PortalWords words, WallClock clock)
{
    public string Of(Refusal refusal) => words.Find("refusal." + refusal.Code) is { } own
        ? Fill(own, refusal.Facts)
        : RefusalTexts.Sentence(refusal, CultureInfo.CurrentUICulture);

    /// <summary>What is wrong with a field: its own sentence, the code's, or the plainest one.</summary>
    public string Of(FieldError error) =>
        Fill(words.Find($"field.{error.Field}.{error.Code}") ?? words.Find("field." + error.Code) ?? words["field.invalid"], error.Facts);

    private string Fill(string template, MapField<string, string> facts) => Place().Replace(template, place =>
        facts.TryGetValue(place.Groups[1].Value, out var value) ? Show(value) : "…");

    private string Show(string value) =>
        value.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? clock.Moment(instant)
            : value;

    [GeneratedRegex(@"\{([a-z_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}
