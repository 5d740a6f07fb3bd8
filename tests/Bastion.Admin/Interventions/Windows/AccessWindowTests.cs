using Bastion.Admin.Interventions.Windows;

namespace Bastion.Admin.Tests.Interventions.Windows;

public sealed class AccessWindowTests
{
    private static readonly DateTimeOffset Two = new(2026, 11, 24, 14, 0, 0, TimeSpan.Zero);
    private readonly AccessWindow window = new(Two, Two.AddHours(2));

    [Fact]
    public void Contains_IsHalfOpen()
    {
        Assert.False(window.Contains(Two.AddTicks(-1)));
        Assert.True(window.Contains(Two));
        Assert.True(window.Contains(Two.AddHours(2).AddTicks(-1)));
        Assert.False(window.Contains(Two.AddHours(2)));
    }

    [Fact]
    public void LapseAt_LongWindow_IsAQuarterOfAnHourBeforeTheEnd() => Assert.Equal(Two.AddMinutes(105), window.LapseAt);

    [Fact]
    public void LapseAt_ShortWindow_IsItsMiddle() => Assert.Equal(Two.AddMinutes(10), new AccessWindow(Two, Two.AddMinutes(20)).LapseAt);
}
