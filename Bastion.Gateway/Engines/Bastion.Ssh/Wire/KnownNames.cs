using System.Collections.Frozen;
using System.Text;

namespace Bastion.Ssh.Wire;

/// <summary>Names that come with nearly every session, so that reading them allocates nothing.</summary>
internal static class KnownNames
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Names = new[]
    {
        "session", "pty-req", "shell", "exec", "subsystem", "env", "window-change", "signal", "exit-status", "exit-signal",
        "eow@openssh.com", "keepalive@openssh.com", "no-more-sessions@openssh.com", "hostkeys-00@openssh.com", "ssh-userauth",
        "ssh-connection", "none", "password", "publickey", "keyboard-interactive", "ssh-ed25519", "rsa-sha2-256", "rsa-sha2-512",
        "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "direct-tcpip", "winadj@putty.projects.tartarus.org",
    }.ToFrozenDictionary(name => name).GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Get(ReadOnlySpan<byte> ascii)
    {
        if (ascii.Length > SshLimits.Name)
        {
            return Encoding.ASCII.GetString(ascii);
        }

        Span<char> chars = stackalloc char[SshLimits.Name];
        int count = Encoding.ASCII.GetChars(ascii, chars);
        return Names.TryGetValue(chars[..count], out string? known) ? known : new string(chars[..count]);
    }
}
