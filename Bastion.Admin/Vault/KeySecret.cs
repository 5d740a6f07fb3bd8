namespace Bastion.Admin.Vault;

/// <summary>A private key file and the passphrase of an encrypted one as one secret: they are sealed together and leave together.</summary>
internal static class KeySecret
{
    // Neither a PEM file nor a passphrase that somebody typed has it.
    private const char Between = '\0';

    public static string Join(CredentialKind kind, string secret, string? passphrase) =>
        kind == CredentialKind.SshPrivateKey && !string.IsNullOrEmpty(passphrase) ? secret + Between + passphrase : secret;

    public static (string Key, string Passphrase) Split(string secret) =>
        secret.IndexOf(Between, StringComparison.Ordinal) is >= 0 and var at ? (secret[..at], secret[(at + 1)..]) : (secret, "");
}
