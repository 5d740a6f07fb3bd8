namespace Bastion.Recorder.Ingest;

/// <summary>One Append stream as the recording knows it: somebody to wake.</summary>
internal sealed class AppendFeed
{
    /// <summary>Something to answer: more is durable, or it failed, or it is sealed.</summary>
    public Signal News { get; } = new();

    /// <summary>There is room in flight again.</summary>
    public Signal Room { get; } = new();

    public void Wake()
    {
        News.Raise();
        Room.Raise();
    }
}
