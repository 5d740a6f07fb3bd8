namespace Bastion.Ssh.Sftp;

/// <summary>A part of the stream that can be judged and passed on by itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">As they came; good until the next call of the framer.</param>
/// <param name="Last">The packet ends with it.</param>
public readonly record struct SftpPiece(SftpPieceKind Kind, ReadOnlyMemory<byte> Bytes, bool Last)
{
    public SftpType Type => Kind is SftpPieceKind.Content or SftpPieceKind.Surplus ? default : (SftpType)Bytes.Span[4];
}
