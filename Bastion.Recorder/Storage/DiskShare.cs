using System.Globalization;

namespace Bastion.Recorder.Storage;

/// <summary>How much of the disk is free: below one share staff is told, below another no session opens.</summary>
internal sealed class DiskShare(Func<DataDirectory> directory, int alarmPercent, int refusePercent)
{
    public bool IsSpent => Percent() < refusePercent;

    /// <summary>Empty while enough is free.</summary>
    public string Alarm => Percent() is var free && free < alarmPercent ? string.Create(CultureInfo.InvariantCulture, $"{free:0} % of Recorder's disk is free.") : "";

    private double Percent() => directory() is var place && place.TotalBytes > 0 ? 100.0 * place.FreeBytes / place.TotalBytes : 100;
}
