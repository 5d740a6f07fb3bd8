using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Requests;
using Bastion.Gateway.Portal.Time;
using Bastion.Hosting.Theme.Time;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Gateway.Tests.Portal.Requests;

public sealed class WindowModelTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Window_OverABooking_NamesItAndTheFirstFreeStart()
    {
        var device = Device((9, 11), (12, 13));

        // 09:30 in Paris is 08:30 UTC, for two hours: it meets the booking of 09:00 to 11:00 UTC, and 11:00 to 13:00 would meet the next.
        var model = Model(device, "2026-11-24", "09:30", "120");

        Assert.Equal(Now.AddHours(1).ToTimestamp(), model.Conflict?.From);
        Assert.Equal(Now.AddHours(5), model.Free);
    }

    [Fact]
    public void Window_EndingWhenABookingBegins_IsFree() => Assert.Null(Model(Device((9, 11)), "2026-11-24", "09:00", "60").Conflict);

    [Fact]
    public void Window_BeyondFourteenDays_IsNotKnown()
    {
        Assert.True(Model(Device(), "2026-12-08", "09:00", "60").IsKnown);
        Assert.False(Model(Device(), "2026-12-09", "09:00", "60").IsKnown);
    }

    [Fact]
    public void Window_Yesterday_IsPast() => Assert.True(Model(Device(), "2026-11-23", "09:00", "60").IsPast);

    private static OfferedDevice Device(params (int From, int Until)[] booked)
    {
        var device = new OfferedDevice { Id = "d", Name = "ANA-01", Zone = "Europe/Paris" };
        foreach (var (from, until) in booked)
            device.Busy.Add(new Busy { From = new DateTimeOffset(2026, 11, 24, from, 0, 0, TimeSpan.Zero).ToTimestamp(), Until = new DateTimeOffset(2026, 11, 24, until, 0, 0, TimeSpan.Zero).ToTimestamp(), Kind = "booked" });
        return device;
    }

    private static WindowModel Model(OfferedDevice device, string day, string time, string minutes)
    {
        var clock = new FakeTimeProvider(Now);
        var clocks = new Clocks(new WallClock(TimeZoneInfo.Utc, clock), clock);
        return new WindowModel(new RequestForm { RequestId = "r", DeviceId = "d", Day = day, Time = time, Length = minutes }, device, clocks, Now);
    }
}
