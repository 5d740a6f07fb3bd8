using Bastion.Hosting.Theme.Time;

namespace Bastion.Hosting.Tests.Theme;

public sealed class DayScaleTests
{
    private readonly WallClock clock = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"), TimeProvider.System);

    [Theory]
    [InlineData(2026, 11, 24, 1440, 360)]
    [InlineData(2026, 10, 25, 1500, 420)]
    [InlineData(2027, 3, 28, 1380, 300)]
    public void DayScale_DayOfAnyLength_PutsSixOClockWhereItIs(int year, int month, int day, int minutes, double six)
    {
        var scale = new DayScale(clock, new DateOnly(year, month, day));

        Assert.Equal(minutes, scale.Minutes);
        Assert.Equal(six, scale.AtHour(6));
        Assert.Equal(minutes, scale.AtHour(24));
    }

    [Fact]
    public void DayScale_NightOfTwoThirtyTwice_KeepsLengthsTrue()
    {
        var scale = new DayScale(clock, new DateOnly(2026, 10, 25));

        var band = scale.Place(new(2026, 10, 24, 23, 30, 0, TimeSpan.Zero), new(2026, 10, 25, 3, 0, 0, TimeSpan.Zero));

        Assert.Equal((90, 210), band);
    }

    [Fact]
    public void DayScale_WindowOverMidnight_IsCutAtTheEdge()
    {
        var scale = new DayScale(clock, new DateOnly(2026, 11, 24));

        Assert.Equal((1380, 60), scale.Place(clock.At(new(2026, 11, 24, 23, 0, 0)), clock.At(new(2026, 11, 25, 2, 0, 0))));
        Assert.Null(scale.Place(clock.At(new(2026, 11, 25, 0, 0, 0)), clock.At(new(2026, 11, 25, 2, 0, 0))));
    }

    [Fact]
    public void WallClock_HourThatDoesNotExist_IsTheFirstAfterTheGap() =>
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero), clock.At(new DateTime(2027, 3, 28, 2, 30, 0)).ToUniversalTime());
}
