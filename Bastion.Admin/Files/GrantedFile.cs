namespace Bastion.Admin.Files;

/// <summary>A content that may go to the device.</summary>
/// <param name="Grant">For one fetch.</param>
internal sealed record GrantedFile(Guid Id, int Number, byte[] Grant, long Bytes);
