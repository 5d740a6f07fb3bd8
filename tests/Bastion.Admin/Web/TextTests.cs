using System.Collections;
using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Emergencies;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Interventions.Reports;
using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Web;

namespace Bastion.Admin.Tests.Web;

/// <summary>No sentence without its translation, no key without its sentence, no sentence outside the resources.</summary>
public sealed partial class TextTests
{
    private static readonly ResourceManager Resources = new("Bastion.Admin.Web.Texts", typeof(StaffWords).Assembly);

    [Fact]
    public void Texts_EverySentence_IsInBothLanguages() => Assert.Equal(Keys("").Order(StringComparer.Ordinal), Keys("fr").Order(StringComparer.Ordinal));

    [Fact]
    public void Texts_EverySentence_HasTheSamePlaceholdersInBothLanguages() =>
        Assert.All(Keys(""), key => Assert.Equal(Placeholders(key, ""), Placeholders(key, "fr")));

    [Fact]
    public void Pages_EveryKeyTheyName_HasASentence()
    {
        var known = Keys("").ToHashSet(StringComparer.Ordinal);
        var named = Sources("*.razor").Concat(Sources("*.cs")).SelectMany(file => NamedKey().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));

        Assert.Empty(named.Where(key => !known.Contains(key)).Distinct());
    }

    [Fact]
    public void Lists_EveryCodeOfAClosedList_HasAWord()
    {
        string[] missing =
        [
            .. Missing<InterventionState>("state"), .. Missing<SessionState>("session"), .. Missing<DeviceState>("device"), .. Missing<SessionEndReason>("end"), .. Missing<EndCause>("cause"),
            .. Missing<StaffRole>("role"), .. Missing<InterventionKind>("kind"), .. Missing<Purpose>("purpose"), .. Missing<DeviceFamily>("family"), .. Missing<EndpointProtocol>("protocol"),
            .. Missing<SessionControls>("control", "None"), .. Missing<FreezeCauses>("freeze", "None"), .. Missing<InterventionFacet>("facet", "None"), .. Missing<AccountState>("accountstate"),
            .. Missing<Step>("step"), .. Missing<ReviewVerdict>("review"), .. Missing<CutRange>("cut.range"),
        ];

        Assert.Empty(missing);
    }

    [Fact]
    public void Forms_EveryFieldAndCheck_HasAWord()
    {
        var fields = from kind in Enum.GetValues<InterventionKind>()
                     from family in Enum.GetValues<DeviceFamily>()
                     from field in ReportRules.FieldsOf(kind, Purpose.Update, family, criticalUsed: true)
                     from key in field.Choices.Select(choice => $"report.choice.{choice}").Append($"report.field.{field.Code}")
                     select key;
        var checks = Enum.GetValues<DeviceFamily>().SelectMany(Checklists.Of).Select(item => $"check.{item}");

        Assert.Empty(fields.Concat(checks).Distinct().Except(Keys("")));
    }

    [Fact]
    public void Pages_TextOfTheirOwn_HaveNone()
    {
        var own = Sources("*.razor").SelectMany(file => Literals(File.ReadAllText(file)).Select(text => $"{Path.GetFileName(file)}: {text}"));

        Assert.Empty(own);
    }

    private static IEnumerable<string> Missing<TEnum>(string list, params string[] except)
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Except(except).Select(name => $"{list}.{name}").Except(Keys(""));

    private static List<string> Keys(string culture) =>
        [.. Resources.GetResourceSet(CultureInfo.GetCultureInfo(culture), createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key)];

    private static IEnumerable<string> Placeholders(string key, string culture) =>
        Placeholder().Matches(Resources.GetString(key, CultureInfo.GetCultureInfo(culture)) ?? "").Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sources(string pattern, [CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../Bastion.Admin/Web")), pattern, SearchOption.AllDirectories);

    /// <summary>Words between tags that come from nowhere but the page: no @, no code block, not one of the names that are the same in every language.</summary>
    private static IEnumerable<string> Literals(string razor)
    {
        var markup = CodeBlock().Replace(razor, "");
        return Between().Matches(markup).Select(match => match.Groups[1].Value.Trim())
            .Where(text => Word().IsMatch(text) && !text.Contains('@', StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal) && !text.Contains("=>", StringComparison.Ordinal))
            .Where(text => text is not ("Français" or "English"));
    }

    [GeneratedRegex("""\b(?:T|words)\["([^"{]+)"[\],]""")]
    private static partial Regex NamedKey();

    [GeneratedRegex("""\{[a-z0-9]+\}""")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""@code \{.*\z""", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(""">([^<>]+)</[a-z]""")]
    private static partial Regex Between();

    [GeneratedRegex("""\p{L}{3,}""")]
    private static partial Regex Word();
}
