namespace Bastion.Ssh.Authentication;

/// <summary>Method names, RFC 4252 and RFC 4256.</summary>
public static class AuthMethods
{
    public const string None = "none";
    public const string PublicKey = "publickey";
    public const string Password = "password";
    public const string KeyboardInteractive = "keyboard-interactive";
}
