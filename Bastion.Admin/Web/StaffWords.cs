using System.Resources;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Admin.Web;

/// <summary>The words of the staff pages: Texts.resx (English) and Texts.fr.resx.</summary>
public sealed class StaffWords() : Words(new ResourceManager("Bastion.Admin.Web.Texts", typeof(StaffWords).Assembly))
{
    /// <summary>The word of a closed list: <c>state.Requested</c>, <c>end.WindowEnded</c>.</summary>
    public string Of(string list, object value) => this[$"{list}.{value}"];

    /// <summary>The sentence for a refusal code, with its facts; an unknown code shows itself inside a general sentence.</summary>
    internal string Sentence(Denial denial, Hosting.Theme.Time.WallClock clock)
    {
        if (Find($"denial.{denial.Code}") is not { } sentence)
            return this["denial.other", denial.Code];
        foreach (var (name, value) in denial.Facts)
            sentence = sentence.Replace($"{{{name}}}", Fact(name, value, clock), StringComparison.Ordinal);
        return sentence;
    }

    private string Fact(string name, string value, Hosting.Theme.Time.WallClock clock) => name switch
    {
        "at" when DateTimeOffset.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var at) => clock.Moment(at),
        "step" => Find($"step.{value}") ?? value,
        "state" => Find($"state.{value}") ?? Find($"device.{value}") ?? value,
        "field" => Find($"field.{value}") ?? value,
        _ => value,
    };
}
