using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Bastion.Gateway.Portal;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.Tests.Portal.Wording;

public sealed partial class TextTests
{
    private static readonly ResourceManager Texts = new("Bastion.Gateway.Portal.Texts", typeof(PortalSettings).Assembly);

    [Fact]
    public void Texts_InBothLanguages_HaveTheSameKeysAndPlaces()
    {
        var english = All("en");
        var french = All("fr");

        Assert.Equal(english.Keys.Order(), french.Keys.Order());
        foreach (var (key, text) in english)
            Assert.True(Places(text).SetEquals(Places(french[key])), key);
    }

    [Fact]
    public void Texts_InFrench_UseFrenchTypography()
    {
        foreach (var (key, text) in All("fr"))
        {
            Assert.False(text.Contains('\'', StringComparison.Ordinal), $"{key}: straight apostrophe");
            Assert.False(PlainSpaceBeforeSign().IsMatch(text), $"{key}: plain space before a sign");
            Assert.False(text.Contains('!', StringComparison.Ordinal), $"{key}: exclamation");
        }
    }

    [Fact]
    public void Texts_EverySessionEndReason_HasItsWords()
    {
        var english = All("en");
        foreach (var reason in Enum.GetNames<SessionEndReason>())
            Assert.Contains("reason." + reason, english.Keys);
    }

    private static Dictionary<string, string> All(string language) => Texts
        .GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: language == "en")!
        .Cast<DictionaryEntry>().ToDictionary(x => (string)x.Key, x => (string)x.Value!);

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(x => x.Value)];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();

    [GeneratedRegex(@" [:;?»]|« ")]
    private static partial Regex PlainSpaceBeforeSign();
}
