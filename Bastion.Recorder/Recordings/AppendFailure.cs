namespace Bastion.Recorder.Recordings;

/// <summary>Why a recording takes no further batch. The words of the contract: storage | ceiling | sequence | closed.</summary>
internal sealed record AppendFailure(string Code, string Text)
{
    public const string Storage = "storage";
    public const string Ceiling = "ceiling";
    public const string Sequence = "sequence";
    public const string Closed = "closed";
}
