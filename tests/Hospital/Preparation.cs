using Bastion.Testing;

namespace Bastion.Hospitals;

/// <summary>What is made before the processes start.</summary>
public sealed record Preparation
{
    /// <summary>LOAD-001, … each with one approved intervention of Sami's.</summary>
    public int Devices { get; init; } = 3;

    /// <summary>The real peer behind them.</summary>
    public SshDeviceOptions Device { get; init; } = PatternDevice.Options(20);

    /// <summary>Where the devices are said to be, when a line of the test lies between; null: at the peer itself.</summary>
    public Func<SshDevice, int>? DevicePort { get; init; }

    /// <summary>What each session reserves on the disk.</summary>
    public long SessionCeilingBytes { get; init; } = 1L << 30;

    /// <summary>The write-ahead log of production instead of the smallest one, which wraps so often that it is what would be measured.</summary>
    public bool WholeLog { get; init; }

    /// <summary>What the interventions grant besides the shell.</summary>
    public IReadOnlyList<string> Controls { get; init; } = ["exec"];

    public TimeSpan Window { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Admin lives in this process, so that the instant of an act of the staff is known; the other two are processes of their own.</summary>
    public bool AdminHere { get; init; }
}
