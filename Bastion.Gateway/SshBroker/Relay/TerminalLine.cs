using System.Text;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>A sentence as a line of the bastion in somebody's terminal. What staff typed is in it, so nothing in it may steer the terminal.</summary>
internal static class TerminalLine
{
    private const int MaxCharacters = 1000;

    /// <summary>For a terminal in any mode, at any column.</summary>
    public static byte[] Of(string sentence) => Encoding.UTF8.GetBytes($"\r\n[Bastion] {Clean(sentence)}\r\n");

    /// <summary>For an error stream.</summary>
    public static byte[] OfError(string sentence, bool terminal) => Encoding.UTF8.GetBytes($"[Bastion] {Clean(sentence)}{(terminal ? "\r\n" : "\n")}");

    /// <summary>Without C0, DEL, C1, line and paragraph separators and bidirectional controls.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxCharacters));
        foreach (var c in text)
        {
            if (clean.Length == MaxCharacters)
                break;
            clean.Append(char.IsControl(c) || c is >= '\u2028' and <= '\u202e' or >= '\u2066' and <= '\u2069' or >= '\u200b' and <= '\u200f' ? ' ' : c);
        }
        return clean.ToString();
    }
}
