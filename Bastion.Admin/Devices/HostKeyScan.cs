namespace Bastion.Admin.Devices;

/// <summary>A DeviceTask that asks a Gateway which host keys an endpoint shows. Nothing is pinned before an Engineer confirms.</summary>
internal sealed class HostKeyScan
{
    public Guid Id { get; set; }

    public Guid EndpointId { get; set; }

    public Endpoint? Endpoint { get; set; }

    public Guid AskedById { get; set; }

    public DateTimeOffset AskedAt { get; set; }

    public ScanState State { get; set; } = ScanState.Waiting;

    /// <summary>unreachable, refused, timeout, no_gateway, ...; with Failed.</summary>
    public string Error { get; set; } = "";

    public List<ScannedKey> Keys { get; set; } = [];

    public Guid? SettledById { get; set; }

    public DateTimeOffset? SettledAt { get; set; }
}
