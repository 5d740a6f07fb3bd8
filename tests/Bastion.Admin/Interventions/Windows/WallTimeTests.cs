using Bastion.Admin.Interventions.Windows;

namespace Bastion.Admin.Tests.Interventions.Windows;

/// <summary>The table of interventions.md 7.</summary>
public sealed class WallTimeTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("2027-03-28T00:30", "", 180, "2027-03-27T23:30Z", "2027-03-28T02:30Z")]
    [InlineData("2027-10-31T01:30", "", 180, "2027-10-30T23:30Z", "2027-10-31T02:30Z")]
    [InlineData("2027-10-31T01:30", "", 120, "2027-10-30T23:30Z", "2027-10-31T01:30Z")]
    [InlineData("2027-10-31T02:30", "first", 60, "2027-10-31T00:30Z", "2027-10-31T01:30Z")]
    [InlineData("2027-10-31T02:30", "second", 60, "2027-10-31T01:30Z", "2027-10-31T02:30Z")]
    [InlineData("2027-03-21T04:00", "", 120, "2027-03-21T03:00Z", "2027-03-21T05:00Z")]
    [InlineData("2027-03-28T04:00", "", 120, "2027-03-28T02:00Z", "2027-03-28T04:00Z")]
    [InlineData("2027-10-24T04:00", "", 120, "2027-10-24T02:00Z", "2027-10-24T04:00Z")]
    [InlineData("2027-10-31T04:00", "", 120, "2027-10-31T03:00Z", "2027-10-31T05:00Z")]
    public void Resolve_WallTimeAndLength_StoresTheInstants(string typed, string choice, int minutes, string from, string until)
    {
        var start = WallTime.Resolve(typed, Paris, choice);
        Assert.True(start.Done);
        Assert.Equal(Instant(from), start.Value);
        Assert.Equal(Instant(until), start.Value + TimeSpan.FromMinutes(minutes));
    }

    [Fact]
    public void Resolve_TimeThatDoesNotExist_OffersBothNeighbours()
    {
        var denial = WallTime.Resolve("2027-03-28T02:30", Paris, "").Denial;
        Assert.Equal("time.skipped", denial?.Code);
        Assert.Equal("2027-03-28T01:59", denial?.Facts["before"]);
        Assert.Equal("2027-03-28T03:00", denial?.Facts["after"]);
    }

    [Fact]
    public void Resolve_TimeThatExistsTwice_WantsAChoice()
    {
        var denial = WallTime.Resolve("2027-10-31T02:30", Paris, "").Denial;
        Assert.Equal("time.twice", denial?.Code);
        Assert.Equal("2027-10-31T00:30:00Z", denial?.Facts["first"]);
        Assert.Equal("2027-10-31T01:30:00Z", denial?.Facts["second"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2027-03-28 14:00")]
    [InlineData("2027-02-30T14:00")]
    public void Resolve_Unreadable_IsDenied(string typed) => Assert.Equal("time.unreadable", WallTime.Resolve(typed, Paris, "").Denial?.Code);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
