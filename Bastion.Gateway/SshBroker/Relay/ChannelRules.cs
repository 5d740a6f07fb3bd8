using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Ssh.Scp;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>What a lease lets a channel do. Pure; what is not named is withheld.</summary>
internal static class ChannelRules
{
    /// <summary>Session channels of one connection at once (sshd: MaxSessions).</summary>
    public const int MaxChannels = 10;

    /// <summary>Longest command of an exec request, bytes.</summary>
    public const int MaxCommandBytes = 32 * 1024;

    /// <summary>The name of a refusal: bytes to the device that cannot be looked at while uploads are.</summary>
    public const string Upload = "upload";

    private static readonly string[] Environment = ["LANG", "COLORTERM"];

    private static readonly string[] RsyncSenderOptions = ["--server", "--sender", "--numeric-ids", "--no-implied-dirs", "--list-only", "--partial", "--inplace"];

    /// <summary>The name of the control that is missing (interventions.md 4), or null when the use is granted.</summary>
    public static string? Missing(LeaseControls controls, ChannelUse use, ReadOnlySpan<byte> command) => use switch
    {
        ChannelUse.Shell => controls.Shell ? null : "shell",
        ChannelUse.Exec when ScpCommand.Parse(command) is { } scp => MissingForScp(controls, scp),
        ChannelUse.Exec => !controls.Exec ? "exec" : IsRsyncReceiver(command) && !controls.UploadsFree ? Upload : null,
        // What each request of it needs is judged as it comes.
        ChannelUse.Sftp => controls.SftpDown || controls.SftpUp ? null : "sftp",
        _ => "shell",
    };

    /// <summary>Whether what a technician sends to this command may go to the device unseen.</summary>
    public static bool MayHaveInput(LeaseControls controls, ReadOnlySpan<byte> command) => controls.UploadsFree || IsRsyncSender(command);

    /// <summary>LANG, LC_*, COLORTERM; TERM belongs to the terminal request.</summary>
    public static bool MayPass(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length > 64 || value.Length > 256)
            return false;
        var text = Encoding.UTF8.GetString(name);
        return Environment.Contains(text) || text.StartsWith("LC_", StringComparison.Ordinal);
    }

    private static string? MissingForScp(LeaseControls controls, ScpCommand scp)
    {
        if (scp.ToDevice ? !controls.ScpUp : !controls.ScpDown)
            return scp.ToDevice ? "scpUp" : "scpDown";
        if (scp.IsPlain)
            return null;
        // Several words are the shell's to read, and what else they may start is a command.
        return !controls.Exec ? "exec" : scp.ToDevice && !controls.UploadsFree ? Upload : null;
    }

    private static bool IsRsyncReceiver(ReadOnlySpan<byte> command) => Words(command) is ["rsync", "--server", ..] words && !words.Contains("--sender");

    // Its protocol answers with lists and sums, and it writes nothing; only in this plain form, for a shell reads the command.
    private static bool IsRsyncSender(ReadOnlySpan<byte> command) =>
        Words(command) is ["rsync", "--server", "--sender", .. var rest] && rest.All(word => IsPlain(word) && (!word.StartsWith("--", StringComparison.Ordinal) || RsyncSenderOptions.Contains(word)));

    private static string[] Words(ReadOnlySpan<byte> command) => Encoding.UTF8.GetString(command).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsPlain(string word) => word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+=@,:~".Contains(c, StringComparison.Ordinal));
}
