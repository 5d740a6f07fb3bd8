using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Interventions.Series;
using Bastion.Admin.Interventions.Windows;

namespace Bastion.Admin.Tests.Interventions.Policies;

/// <summary>interventions.md 7: hours, holidays and both changes of the clocks, at exact instants.</summary>
public sealed class SiteCalendarTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly SiteCalendar Usual = new(HoursRule.Parse("")!, Paris);

    [Theory]
    [InlineData("2026-11-24T07:00Z", "2026-11-24T17:00Z", true)]
    [InlineData("2026-11-24T06:59Z", "2026-11-24T08:00Z", false)]
    [InlineData("2026-11-24T16:00Z", "2026-11-24T17:01Z", false)]
    [InlineData("2026-11-28T10:00Z", "2026-11-28T11:00Z", false)]
    [InlineData("2026-11-11T10:00Z", "2026-11-11T11:00Z", false)]
    [InlineData("2027-03-29T10:00Z", "2027-03-29T11:00Z", false)]
    [InlineData("2027-03-30T06:00Z", "2027-03-30T16:00Z", true)]
    public void InHours_Window_MustLieInsideWholly(string from, string until, bool inside) => Assert.Equal(inside, Usual.InHours(Window(from, until)));

    [Theory]
    [InlineData(2026, 4, 5)]
    [InlineData(2027, 3, 28)]
    [InlineData(2024, 3, 31)]
    [InlineData(2038, 4, 25)]
    public void Easter_Year_IsTheKnownDay(int year, int month, int day) => Assert.Equal(new DateOnly(year, month, day), FrenchHolidays.Easter(year));

    [Fact]
    public void NextWorkingDayEnd_OnASaturdayNight_IsMondayEvening() =>
        Assert.Equal(At("2026-11-30T17:00Z"), Usual.NextWorkingDayEnd(At("2026-11-28T02:05Z")));

    [Fact]
    public void Due_OnASunday_MovesToMondayAtTheSameHourOfTheWall() =>
        Assert.Equal(At("2027-03-30T12:00Z"), Usual.Due(At("2027-03-28T12:00Z")));

    [Fact]
    public void AddWorkingDays_AcrossTheChangeOfClocks_KeepsTheWallTime() =>
        Assert.Equal(At("2026-10-30T11:00Z"), Usual.AddWorkingDays(At("2026-10-23T10:00Z"), 5));

    [Theory]
    [InlineData("always", true)]
    [InlineData("Mon-Sun 00:00-23:59", true)]
    [InlineData("Sat-Mon 08:00-12:00;Mon-Fri 08:00-18:00", true)]
    [InlineData("Mon 18:00-08:00", false)]
    [InlineData("Lun 08:00-18:00", false)]
    [InlineData("Mon-Fri 8-18", false)]
    public void Rule_Text_IsReadOrRefused(string text, bool good) => Assert.Equal(good, HoursRule.Parse(text) is not null);

    [Theory]
    [InlineData(0, "2027-03-21T03:00Z")]
    [InlineData(1, "2027-03-28T02:00Z")]
    [InlineData(31, "2027-10-24T02:00Z")]
    [InlineData(32, "2027-10-31T03:00Z")]
    public void Series_SundayFourOnTheWall_KeepsTheWallAndMovesInUtc(int index, string from)
    {
        var local = Occurrences.At(new DateTime(2027, 3, 21, 4, 0, 0), SeriesStep.Weekly, HolidayRule.Keep, index)!.Value;
        var window = Occurrences.Window(local, 120, Paris);
        Assert.Equal((At(from), At(from).AddHours(2)), (window.NotBefore, window.NotAfter));
    }

    [Fact]
    public void Series_OnAHoliday_SkipsKeepsOrShifts()
    {
        var first = new DateTime(2026, 11, 4, 9, 0, 0);
        Assert.Null(Occurrences.At(first, SeriesStep.Weekly, HolidayRule.Skip, 1));
        Assert.Equal(new DateTime(2026, 11, 11, 9, 0, 0), Occurrences.At(first, SeriesStep.Weekly, HolidayRule.Keep, 1));
        Assert.Equal(new DateTime(2026, 11, 12, 9, 0, 0), Occurrences.At(first, SeriesStep.Weekly, HolidayRule.Shift, 1));
    }

    [Theory]
    [InlineData("2026-11-30T08:00Z", "2026-11-30T09:00Z", "2026-11-30T18:00Z")]
    [InlineData("2026-11-30T17:30Z", "2026-11-30T19:30Z", "2026-11-30T18:00Z")]
    public void ChangeFree_TouchedWindow_NamesTheNextFreeStart(string from, string until, string free) =>
        Assert.Equal((true, At(free)), ChangeFree.Touch("Mon-Fri 07:00-19:00", Paris, Window(from, until)));

    [Fact]
    public void ChangeFree_AtItsEnd_IsFree() => Assert.Null(ChangeFree.Touch("Mon-Fri 07:00-19:00", Paris, Window("2026-11-30T18:00Z", "2026-11-30T19:00Z")));

    private static AccessWindow Window(string from, string until) => new(At(from), At(until));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
