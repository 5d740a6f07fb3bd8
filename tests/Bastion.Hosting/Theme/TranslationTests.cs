using System.Collections;
using System.Globalization;
using System.Resources;
using Bastion.Hosting.Theme.Language;

namespace Bastion.Hosting.Tests.Theme;

public sealed class TranslationTests
{
    [Fact]
    public void Texts_EverySentence_IsInBothLanguages()
    {
        var resources = new ResourceManager("Bastion.Hosting.Theme.Language.Texts", typeof(ThemeWords).Assembly);

        Assert.NotEmpty(Keys(resources, CultureInfo.InvariantCulture));
        Assert.Equal(Keys(resources, CultureInfo.InvariantCulture), Keys(resources, CultureInfo.GetCultureInfo("fr")));
    }

    private static IEnumerable<string> Keys(ResourceManager resources, CultureInfo culture) =>
        resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal);
}
