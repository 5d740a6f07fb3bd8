using Bastion.Gateway.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Gateway.Tests.Sessions;

public sealed class TimerWheelTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly TimerWheel wheel;

    public TimerWheelTests() => wheel = new TimerWheel(time);

    public void Dispose() => wheel.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(37)]
    [InlineData(10_239)]
    [InlineData(10_240)]
    [InlineData(7_200_000)]
    public void Deadline_RunsAtItsInstantAndNotBefore(int millis)
    {
        var ran = 0;
        wheel.After(TimeSpan.FromMilliseconds(millis), () => ran++);

        time.Advance(TimeSpan.FromMilliseconds(millis) - TimeSpan.FromTicks(1));
        Assert.Equal(0, ran);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, ran);
        time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(1, ran);
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void Deadline_Cancelled_NeverRuns()
    {
        var entry = wheel.After(TimeSpan.FromSeconds(5), () => Assert.Fail("it was cancelled"));
        entry.Cancel();

        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void Deadline_SetFromADeadline_Runs()
    {
        var ran = 0;
        wheel.After(TimeSpan.FromSeconds(1), () => wheel.After(TimeSpan.FromSeconds(1), () => ran++));

        time.Advance(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, ran);
    }

    [Fact]
    public void Deadlines_OfThousands_AllRunInTime()
    {
        var random = new Random(7);
        var late = 0;
        var step = TimeSpan.FromMilliseconds(3);
        for (var i = 0; i < 5_000; i++)
        {
            var due = TimeSpan.FromMilliseconds(random.Next(1, 100_000));
            wheel.At(due, () =>
            {
                if (wheel.Now < due || wheel.Now >= due + step)
                    late++;
            });
        }

        for (var at = TimeSpan.Zero; at < TimeSpan.FromSeconds(101); at += step)
            time.Advance(step);

        Assert.Equal(0, late);
        Assert.Equal(0, wheel.Count);
    }
}
