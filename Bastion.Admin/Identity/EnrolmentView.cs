namespace Bastion.Admin.Identity;

/// <param name="TotpUri">otpauth:// for the QR image.</param>
/// <param name="TotpSecret">Base32, for typing by hand.</param>
internal sealed record EnrolmentView(string Login, string Name, string VendorName, string Language, string TotpUri, string TotpSecret, DateTimeOffset ExpiresAt);
