using Bastion.Admin.Identity;
using Bastion.Admin.Oversight;

namespace Bastion.Admin.Tests.Oversight;

public sealed class ClockTests
{
    [Theory]
    [InlineData(2, true)]
    [InlineData(-2, true)]
    [InlineData(2.1, false)]
    [InlineData(-3600, false)]
    [InlineData(3600, false)]
    public void Clock_Stepped_IsUnsafeBeyondTwoSeconds(double seconds, bool safe)
    {
        var time = new SteppingTime();
        var watch = new ClockWatch(time);
        time.Pass(TimeSpan.FromMinutes(10));
        Assert.True(watch.Safe);
        time.Step(TimeSpan.FromSeconds(seconds));
        Assert.Equal(safe, watch.Safe);
    }

    [Fact]
    public void Clock_SteppedAndBack_StaysUnsafeUntilConfirmed()
    {
        var time = new SteppingTime();
        var watch = new ClockWatch(time);
        time.Step(TimeSpan.FromHours(1));
        Assert.False(watch.Safe);
        time.Step(TimeSpan.FromHours(-1));
        Assert.False(watch.Safe);
        watch.Confirm();
        Assert.True(watch.Safe);
    }

    [Fact]
    public async Task Confirm_ByAnEngineer_IsNotAllowed()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var outcome = await hospital.Get<ClockDesk>().ConfirmAsync(await hospital.StaffAsync(hospital.Claire), CancellationToken.None);
        Assert.Equal("act.not_allowed", outcome.Denial?.Code);
    }

    [Fact]
    public async Task Confirm_JournalSilent_HasNoEffect()
    {
        await using var hospital = await TestHospital.OpenAsync(pumping: false);
        var administrator = (await hospital.StaffAsync(hospital.Claire)) with { Role = StaffRole.Administrator };
        var confirming = hospital.Get<ClockDesk>().ConfirmAsync(administrator, CancellationToken.None);
        while (!confirming.IsCompleted)
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("journal.behind", (await confirming).Denial?.Code);
    }

    /// <summary>A wall clock that can be set while time itself goes on.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private TimeSpan elapsed;
        private DateTimeOffset wall = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan span)
        {
            elapsed += span;
            wall += span;
        }

        public void Step(TimeSpan span) => wall += span;

        public override DateTimeOffset GetUtcNow() => wall;

        public override long GetTimestamp() => elapsed.Ticks;
    }
}
