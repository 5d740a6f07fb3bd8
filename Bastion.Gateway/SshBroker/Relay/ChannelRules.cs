using System.Buffers;
using System.Text;
using Bastion.Admin.Contracts;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>What a lease lets a channel do. Pure; what is not named is withheld.</summary>
internal static class ChannelRules
{
    /// <summary>Session channels of one connection at once (sshd: MaxSessions).</summary>
    public const int MaxChannels = 10;

    /// <summary>Longest command of an exec request, bytes.</summary>
    public const int MaxCommandBytes = 32 * 1024;

    private static readonly string[] Environment = ["LANG", "COLORTERM"];

    private static readonly SearchValues<char> ScpOptions = SearchValues.Create("dfprtv");

    /// <summary>The name of the control that is missing (interventions.md 4), or null when the use is granted.</summary>
    public static string? Missing(LeaseControls controls, ChannelUse use, ReadOnlySpan<byte> command) => use switch
    {
        ChannelUse.Shell => controls.Shell ? null : "shell",
        ChannelUse.Exec => controls.Exec ? null : MissingForCommand(controls, command),
        // Passed as a stream that is not decoded yet: both directions or nothing.
        ChannelUse.Sftp => controls is { SftpDown: true, SftpUp: true } ? null : "sftp",
        _ => "shell",
    };

    /// <summary>LANG, LC_*, COLORTERM; TERM belongs to the terminal request.</summary>
    public static bool MayPass(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length > 64 || value.Length > 256)
            return false;
        var text = Encoding.UTF8.GetString(name);
        return Environment.Contains(text) || text.StartsWith("LC_", StringComparison.Ordinal);
    }

    // Without exec only the two plain forms of scp's own protocol, one word of path, nothing that a shell would read.
    private static string? MissingForCommand(LeaseControls controls, ReadOnlySpan<byte> command)
    {
        var words = Encoding.UTF8.GetString(command).Split(' ');
        if (words.Length < 3 || words[0] != "scp" || !words[1..^1].All(IsScpOption) || !IsPlainPath(words[^1]))
            return "exec";
        var options = string.Concat(words[1..^1]);
        if (options.Contains('f') == options.Contains('t'))
            return "exec";
        return options.Contains('f') ? controls.ScpDown ? null : "scpDown" : controls.ScpUp ? null : "scpUp";
    }

    private static bool IsScpOption(string word) =>
        word.Length > 1 && word[0] == '-' && word.AsSpan(1).IndexOfAnyExcept(ScpOptions) < 0;

    private static bool IsPlainPath(string path) =>
        path.Length > 0 && path[0] != '-' && path.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+=@,:".Contains(c));
}
