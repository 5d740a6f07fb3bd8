using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.Tests.Sessions;

/// <summary>At the limit it happens; one tick before, nothing.</summary>
public sealed class SessionLimitsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public void Window_AtItsEnd_Ends()
    {
        var limits = Active(window: Minutes(60));

        while (limits.Reached(Minutes(60) - Tick) is { } before)
            Assert.Null(before.End);
        Assert.Equal(SessionEndReason.WindowEnded, limits.Reached(Minutes(60))!.End);
    }

    [Fact]
    public void Notices_ComeAt15And5And1MinutesOnceEach()
    {
        var limits = Active(window: Minutes(60));
        List<(TimeSpan At, int Minutes)> told = [];
        while (limits.NextDue() is var due && due < Minutes(60))
        {
            Assert.Null(limits.Reached(due - Tick));
            told.Add((due, limits.Reached(due)!.MinutesLeft));
        }

        Assert.Equal([(Minutes(45), 15), (Minutes(55), 5), (Minutes(59), 1)], told);
    }

    [Fact]
    public void Notices_OfAWindowThatIsShort_LeaveOutWhatIsPast()
    {
        var limits = Active(window: Minutes(10));

        Assert.Equal(Minutes(5), limits.NextDue());
        Assert.Equal(5, limits.Reached(Minutes(5))!.MinutesLeft);
    }

    [Fact]
    public void Extension_ArmsTheNoticesAgain()
    {
        var limits = Active(window: Minutes(60));
        Assert.Equal(15, limits.Reached(Minutes(45))!.MinutesLeft);

        limits.Extend(Minutes(90), Minutes(50));

        Assert.Null(limits.Reached(Minutes(60)));
        Assert.Equal(15, limits.Reached(Minutes(75))!.MinutesLeft);
    }

    [Fact]
    public void Renewal_NeverMovesTheEndOut()
    {
        var limits = Active(window: Minutes(60));

        limits.Renew(Minutes(2), Minutes(70), Minutes(1));
        Assert.Equal(Minutes(60), limits.WindowEnd);
        limits.Renew(Minutes(2), Minutes(50), Minutes(1));
        Assert.Equal(Minutes(50), limits.WindowEnd);
    }

    [Fact]
    public void Lease_NotRenewed_EndsAsAdminLost()
    {
        var limits = new SessionLimits(default, Minutes(60), Minutes(1), default);
        limits.Activate(default);

        Assert.Null(limits.Reached(Minutes(1) - Tick));
        Assert.Equal(SessionEndReason.AdminLost, limits.Reached(Minutes(1))!.End);
    }

    [Fact]
    public void Idle_IsWarnedTwoMinutesBeforeAndEnds()
    {
        var limits = Active(window: Minutes(600), idle: Minutes(10));

        Assert.Equal(Minutes(8), limits.NextDue());
        Assert.True(limits.Reached(Minutes(8))!.IsIdleWarning);
        Assert.Equal(Minutes(10), limits.NextDue());
        Assert.Null(limits.Reached(Minutes(10) - Tick));
        Assert.Equal(SessionEndReason.IdleTimeout, limits.Reached(Minutes(10))!.End);
    }

    [Fact]
    public void Idle_BeginsAnewWithEachActAndRestsWhileFrozen()
    {
        var limits = Active(window: Minutes(600), idle: Minutes(10));
        limits.Touch(Minutes(9));
        Assert.Null(limits.Reached(Minutes(10)));

        limits.Freeze(Minutes(11));
        Assert.Null(limits.Reached(Minutes(40)));
        limits.Resume(Minutes(40));

        Assert.Equal(Minutes(48), limits.NextDue());
    }

    [Fact]
    public void Freeze_ThatLasts_Ends()
    {
        var limits = Active(window: Minutes(600));
        limits.Freeze(Minutes(1));

        Assert.Null(limits.Reached(Minutes(31) - Tick));
        Assert.Equal(SessionEndReason.FreezeExpired, limits.Reached(Minutes(31))!.End);
    }

    [Fact]
    public void Pending_ForAMinute_Ends()
    {
        var limits = new SessionLimits(default, Minutes(60), Minutes(60), default);

        Assert.Null(limits.Reached(Minutes(1) - Tick));
        Assert.Equal(SessionEndReason.DeviceUnreachable, limits.Reached(Minutes(1))!.End);
    }

    private static SessionLimits Active(TimeSpan window, TimeSpan idle = default)
    {
        var limits = new SessionLimits(default, window, Minutes(10_000), idle);
        limits.Activate(default);
        return limits;
    }

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}
