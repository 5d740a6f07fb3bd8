using Bastion.Testing;

namespace Bastion.Hospitals;

/// <summary>What is made before the processes start.</summary>
public sealed record Preparation
{
    /// <summary>LOAD-001, … each with one approved intervention of Sami's, exec granted.</summary>
    public int Devices { get; init; } = 3;

    /// <summary>The real peer behind them.</summary>
    public SshDeviceOptions Device { get; init; } = PatternDevice.Options(20);

    /// <summary>Where the devices are said to be, when a line of the test lies between; null: at the peer itself.</summary>
    public Func<SshDevice, int>? DevicePort { get; init; }

    /// <summary>What each session reserves on the disk.</summary>
    public long SessionCeilingBytes { get; init; } = 1L << 30;

    public TimeSpan Window { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Admin lives in this process, so that the instant of an act of the staff is known; the other two are processes of their own.</summary>
    public bool AdminHere { get; init; }
}
