namespace Bastion.Ssh.Scp;

/// <summary>Whose turn it is in one scp.</summary>
internal enum ScpState : byte
{
    /// <summary>The source says what comes next.</summary>
    Header,

    /// <summary>The sink answers a line.</summary>
    HeaderAnswer,

    /// <summary>Bytes of a file.</summary>
    Content,

    /// <summary>The source says whether it read them all.</summary>
    ContentEnd,

    /// <summary>The sink says whether it wrote them all.</summary>
    ContentAnswer,
}
