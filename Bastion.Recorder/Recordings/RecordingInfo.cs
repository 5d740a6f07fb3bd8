using Bastion.Admin.Contracts;

namespace Bastion.Recorder.Recordings;

/// <summary>What is known of a recording without reading its frames.</summary>
internal sealed class RecordingInfo
{
    public required Guid Id { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Null when the keys that would open it are gone.</summary>
    public Opening? Opening { get; init; }

    /// <summary>What <see cref="Opening"/> says; null with it.</summary>
    public Lease? Lease { get; init; }

    /// <summary>Changes once, when it is sealed. Who opens what is there holds <see cref="Place"/> meanwhile.</summary>
    public required string Path { get; set; }

    /// <summary>Held while the recording and its keys move, and while both are opened: nobody finds the one without the other.</summary>
    public Lock Place { get; } = new();

    /// <summary>Null while it is not sealed.</summary>
    public SealedEnd? End { get; set; }
}
