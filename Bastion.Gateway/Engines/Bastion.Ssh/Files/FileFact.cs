namespace Bastion.Ssh.Files;

/// <summary>One thing that happened to files, as a decoder understood it. Fields that a kind does not use keep their default.</summary>
public sealed record FileFact(FileFactKind Kind)
{
    /// <summary>Number of the act inside its channel, from 1; an outcome has that of its act.</summary>
    public int Act { get; init; }

    /// <summary>open, rename, remove, mkdir, rmdir, attributes, link, symlink, list, copy.</summary>
    public string Op { get; init; } = "";

    /// <summary>As the client wrote it; what is not UTF-8 is U+FFFD.</summary>
    public string Path { get; init; } = "";

    /// <summary>The other path of a rename, link or copy.</summary>
    public string To { get; init; } = "";

    /// <summary>Number of the opened file inside its channel, from 1.</summary>
    public int File { get; init; }

    public FileWay Way { get; init; }

    public ulong Offset { get; init; }

    public ulong Bytes { get; init; }

    /// <summary>Of the content from its first offset on; of these bytes alone when <see cref="Running"/> is false and the kind is Bytes.</summary>
    public byte[]? Sha256 { get; init; }

    /// <summary>The hash is that of everything since the first offset.</summary>
    public bool Running { get; init; }

    /// <summary>The content passed from byte 0 to its end without a gap.</summary>
    public bool Whole { get; init; }

    /// <summary>ok, or a word for what came instead.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>The control that is missing, of a refusal.</summary>
    public string Control { get; init; } = "";

    /// <summary>Set attributes: mode, size, owner, times, in words.</summary>
    public string Detail { get; init; } = "";
}
