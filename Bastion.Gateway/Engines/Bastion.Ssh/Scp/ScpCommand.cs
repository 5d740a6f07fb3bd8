using System.Buffers;
using System.Text;

namespace Bastion.Ssh.Scp;

/// <summary>How a client starts scp on the device: <c>scp [-dprtvf…] -t|-f path</c> (OpenSSH's scp.c; the protocol has no document).</summary>
/// <param name="ToDevice">-t: the device is the sink.</param>
/// <param name="IntoDirectory">-d: the path must be a directory.</param>
/// <param name="Path">One word, with what a shell would make of it removed from the quotes; several words are kept as they are.</param>
/// <param name="IsPlain">Nothing in it that a shell would read as more than one word.</param>
public sealed record ScpCommand(bool ToDevice, bool IntoDirectory, string Path, bool IsPlain)
{
    private static readonly SearchValues<char> Options = SearchValues.Create("dfprtvqB46C");

    /// <summary>Null when it is not scp in one of its two server modes.</summary>
    public static ScpCommand? Parse(ReadOnlySpan<byte> command)
    {
        string[] words = Encoding.UTF8.GetString(command).Split(' ');
        if (words.Length < 3 || words[0] is not ("scp" or "/usr/bin/scp"))
        {
            return null;
        }

        var options = new StringBuilder();
        int at = 1;
        for (; at < words.Length && words[at].Length > 1 && words[at][0] == '-' && words[at] != "--"; at++)
        {
            if (words[at].AsSpan(1).IndexOfAnyExcept(Options) >= 0)
            {
                return null;
            }

            options.Append(words[at].AsSpan(1));
        }

        at += at < words.Length && words[at] == "--" ? 1 : 0;
        string path = string.Join(' ', words[at..]);
        string flags = options.ToString();
        bool sink = flags.Contains('t', StringComparison.Ordinal);
        return Unquoted(path).Length == 0 || sink == flags.Contains('f', StringComparison.Ordinal)
            ? null
            : new ScpCommand(sink, flags.Contains('d', StringComparison.Ordinal), Unquoted(path), IsOneWord(path));
    }

    private static bool IsOneWord(string path)
    {
        string inner = IsQuoted(path) ? path[1..^1] : path;
        return inner.Length > 0 && path[0] != '-' && inner.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+=@,:~".Contains(c, StringComparison.Ordinal) || (IsQuoted(path) && (c == ' ' || c > '~')));
    }

    private static bool IsQuoted(string path) => path.Length > 1 && path[0] == '\'' && path[^1] == '\'' && path.IndexOf('\'', 1) == path.Length - 1;

    private static string Unquoted(string path) => IsQuoted(path) ? path[1..^1] : path;
}
