namespace Bastion.Ssh.Sftp;

/// <summary>What becomes of one request.</summary>
/// <param name="Kind">Where it goes.</param>
/// <param name="Request">As it was read.</param>
/// <param name="Status">Of a refusal.</param>
/// <param name="Control">Of a refusal: the control that is missing; empty when the request itself cannot be served.</param>
/// <param name="Replacement">What goes instead.</param>
public sealed record SftpRuling(SftpRulingKind Kind, SftpRequest Request, SftpStatus Status = SftpStatus.Ok, string Control = "", ReadOnlyMemory<byte> Replacement = default);
