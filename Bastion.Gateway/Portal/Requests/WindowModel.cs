using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Time;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Gateway.Portal.Requests;

/// <summary>What the typed window means on the chosen device: the instants, what it would collide with, the days to draw.</summary>
internal sealed class WindowModel
{
    private const int DaysKnown = 14;

    public WindowModel(RequestForm form, OfferedDevice? device, Clocks clocks, DateTimeOffset now)
    {
        Form = form;
        Device = device;
        Site = clocks.Of(device?.Zone ?? "");
        Asked = form.Window(Site);
        Now = now;
        var today = Site.Wall.DayOf(now);
        Day = Asked?.Day ?? today;
        First = Day < today ? Day : Day.AddDays(-2) < today ? today : Day.AddDays(-2);
        IsKnown = Day <= today.AddDays(DaysKnown);
        if (Asked is { From: { } from, Until: { } until } && device is not null)
        {
            Conflict = device.Busy
                .Where(x => x.From.ToDateTimeOffset() < until && from < x.Until.ToDateTimeOffset())
                .OrderBy(x => x.Kind == "booked" ? 0 : 1).ThenBy(x => x.From)
                .FirstOrDefault();
            Free = Conflict is null ? null : FirstFree(device, from, until - from);
        }
    }

    public RequestForm Form { get; }

    public OfferedDevice? Device { get; }

    public SiteClock Site { get; }

    /// <summary>Null while the window is not readable.</summary>
    public AskedWindow? Asked { get; }

    public DateTimeOffset Now { get; }

    public DateOnly Day { get; }

    /// <summary>First day of the week to draw.</summary>
    public DateOnly First { get; }

    /// <summary>Whether Admin told what is booked on that day.</summary>
    public bool IsKnown { get; }

    public bool IsPast => Asked?.Until is { } until && until <= Now;

    public Busy? Conflict { get; }

    /// <summary>First start at which a window of that length is free, on the same day or later.</summary>
    public DateTimeOffset? Free { get; }

    public IReadOnlyList<Band> Bands
    {
        get
        {
            var bands = (Device?.Busy ?? []).OrderBy(x => x.Kind == "clinical" ? 0 : 1)
                .Select(x => new Band(x.From.ToDateTimeOffset(), x.Until.ToDateTimeOffset(), x.Kind == "clinical" ? "busy" : "blue")).ToList();
            if (Asked is { From: { } from, Until: { } until })
                bands.Add(new Band(from, until, "petrol"));
            return bands;
        }
    }

    private static DateTimeOffset FirstFree(OfferedDevice device, DateTimeOffset from, TimeSpan length)
    {
        var start = from;
        foreach (var busy in device.Busy.OrderBy(x => x.From))
        {
            if (busy.From.ToDateTimeOffset() < start + length && start < busy.Until.ToDateTimeOffset())
                start = busy.Until.ToDateTimeOffset();
        }

        return start;
    }
}
