namespace Bastion.Ssh.Scp;

public enum ScpPieceKind : byte
{
    /// <summary>A whole line, with its newline.</summary>
    Line,

    /// <summary>Some of a file's content.</summary>
    Content,

    /// <summary>One byte 0.</summary>
    Done,
}
