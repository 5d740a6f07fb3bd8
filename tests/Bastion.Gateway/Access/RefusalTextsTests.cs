using System.Collections;
using System.Globalization;
using System.Resources;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access.Refusals;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.Tests.Access;

public sealed class RefusalTextsTests
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    [Theory]
    [InlineData("Bastion.Gateway.Access.Refusals.Refusals")]
    [InlineData("Bastion.Gateway.Sessions.SessionTexts")]
    [InlineData("Bastion.Gateway.SshBroker.Texts")]
    public void Texts_AreInBothLanguages(string resource)
    {
        var manager = new ResourceManager(resource, typeof(RefusalTexts).Assembly);

        Assert.Equal(Keys(manager, CultureInfo.InvariantCulture), Keys(manager, French));
    }

    [Fact]
    public void EveryEndReason_HasASentence()
    {
        foreach (var reason in Enum.GetValues<SessionEndReason>())
            foreach (var culture in new[] { French, English })
                Assert.DoesNotContain("end_", SessionTexts.End(reason, "", culture), StringComparison.Ordinal);
    }

    [Fact]
    public void Instant_IsToldInTheHospitalsZone()
    {
        var refusal = new Refusal { Code = "window.not_yet", Facts = { ["at"] = "2026-11-24T13:00:00Z" } };

        Assert.Contains("14:00", RefusalTexts.Sentence(refusal, French, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")));
    }

    [Fact]
    public void FactThatDidNotCome_GivesThePlainSentence()
    {
        Assert.Equal("The ward has not released the device yet. Call the biomedical engineer.", RefusalTexts.Sentence("device.not_released", English));
        Assert.Contains("41 27", RefusalTexts.Sentence(new Refusal { Code = "device.not_released", Facts = { ["phone"] = "41 27" } }, English));
    }

    [Fact]
    public void UnknownCode_StillSaysWhatToDo() => Assert.Contains("biomedical engineer", RefusalTexts.Sentence("something.new", English));

    private static string[] Keys(ResourceManager manager, CultureInfo culture) =>
        [.. manager.GetResourceSet(culture, true, false)!.Cast<DictionaryEntry>().Select(e => (string)e.Key).Order(StringComparer.Ordinal)];
}
