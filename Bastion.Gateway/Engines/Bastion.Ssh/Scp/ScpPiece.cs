namespace Bastion.Ssh.Scp;

/// <summary>A part of one direction that can be judged and passed on by itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">As they came; good until the next call of the reader.</param>
public readonly record struct ScpPiece(ScpPieceKind Kind, ReadOnlyMemory<byte> Bytes);
