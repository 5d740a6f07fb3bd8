using Bastion.Gateway.Portal.Time;
using Bastion.Hosting.Theme.Time;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Gateway.Tests.Portal.Time;

/// <summary>The table of interventions.md 7, as the form says it while somebody types.</summary>
public sealed class AskedWindowTests
{
    private static readonly SiteClock Paris = Clock("Europe/Paris");

    [Theory]
    [InlineData("2026-11-24", "14:00", "120", "2026-11-24T13:00Z", "2026-11-24T15:00Z")]
    [InlineData("2027-03-28", "00:30", "180", "2027-03-27T23:30Z", "2027-03-28T02:30Z")]
    [InlineData("2027-10-31", "01:30", "120", "2027-10-30T23:30Z", "2027-10-31T01:30Z")]
    [InlineData("2027-10-31", "01:30", "180", "2027-10-30T23:30Z", "2027-10-31T02:30Z")]
    public void Window_TypedInParis_MeansTheseInstants(string day, string time, string minutes, string from, string until)
    {
        var asked = AskedWindow.Parse(Paris, day, time, minutes, "");

        Assert.Equal(DateTimeOffset.Parse(from, null), asked?.From);
        Assert.Equal(DateTimeOffset.Parse(until, null), asked?.Until);
    }

    [Fact]
    public void Window_StartThatDoesNotExist_OffersBothNeighbours()
    {
        var asked = AskedWindow.Parse(Paris, "2027-03-28", "02:30", "60", "");

        Assert.Equal(WallReadingKind.Missing, asked?.Reading.Kind);
        Assert.Null(asked?.From);
        Assert.Equal("01:59", Paris.Wall.Hour(asked!.Reading.First));
        Assert.Equal("03:00", Paris.Wall.Hour(asked.Reading.Second));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("third", null)]
    [InlineData("first", "2027-10-31T00:30Z")]
    [InlineData("second", "2027-10-31T01:30Z")]
    public void Window_StartThatExistsTwice_WantsAChoice(string choice, string? from)
    {
        var asked = AskedWindow.Parse(Paris, "2027-10-31", "02:30", "60", choice);

        Assert.Equal(WallReadingKind.Twice, asked?.Reading.Kind);
        Assert.Equal(from is null ? null : DateTimeOffset.Parse(from, null), asked?.From);
    }

    [Theory]
    [InlineData("", "14:00", "120")]
    [InlineData("2026-11-24", "", "120")]
    [InlineData("2026-11-24", "14:00", "14")]
    [InlineData("2026-11-24", "14:00", "721")]
    [InlineData("24/11/2026", "14:00", "120")]
    [InlineData("9999-12-31", "23:59", "720")]
    public void Window_NotReadable_IsNone(string day, string time, string minutes) => Assert.Null(AskedWindow.Parse(Paris, day, time, minutes, ""));

    [Theory]
    [InlineData("Indian/Reunion", "Reunion", "UTC+4")]
    [InlineData("America/Martinique", "Martinique", "UTC−4")]
    [InlineData("Europe/Paris", "Paris", "UTC+1")]
    public void Site_SaysItsCityAndOffset(string zone, string city, string offset)
    {
        var site = Clock(zone);

        Assert.Equal(city, site.City);
        Assert.Equal(offset, site.Offset(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));
    }

    private static SiteClock Clock(string zone)
    {
        var time = new FakeTimeProvider();
        return SiteClock.Of(zone, new WallClock(TimeZoneInfo.Utc, time), time);
    }
}
