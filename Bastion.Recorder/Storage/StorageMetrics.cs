using System.Diagnostics.Metrics;

namespace Bastion.Recorder.Storage;

/// <summary>Meter "Bastion.Recorder": how the disk answers.</summary>
internal sealed class StorageMetrics
{
    public const string MeterName = "Bastion.Recorder";

    private readonly Histogram<double> _seconds;
    private readonly Histogram<int> _writes;

    public StorageMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        _seconds = Meter.CreateHistogram<double>("bastion.recorder.commit.duration", "s", "Write and fdatasync of one commit");
        _writes = Meter.CreateHistogram<int>("bastion.recorder.commit.writes", "{write}", "Writes that shared one fdatasync");
        Bytes = Meter.CreateCounter<long>("bastion.recorder.bytes", "By", "Bytes recorded, as they are on disk");
    }

    public Meter Meter { get; }

    public Counter<long> Bytes { get; }

    public void Committed(int writes, TimeSpan took)
    {
        _seconds.Record(took.TotalSeconds);
        _writes.Record(writes);
    }
}
