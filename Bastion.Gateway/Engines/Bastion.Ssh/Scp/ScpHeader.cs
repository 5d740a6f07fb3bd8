using System.Globalization;
using System.Text;

namespace Bastion.Ssh.Scp;

/// <summary>A line of the source: <c>C0644 123 name</c>, <c>D0755 0 name</c>, <c>T1700000000 0 1700000000 0</c> or <c>E</c>.</summary>
public sealed record ScpHeader(char Kind, string Mode, ulong Size, string Name)
{
    /// <param name="line">With its newline.</param>
    /// <returns>Null when it is none of the four.</returns>
    public static ScpHeader? Parse(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line).TrimEnd('\n');
        switch (text.Length == 0 ? '\0' : text[0])
        {
            case 'E' when text.Length == 1:
                return new ScpHeader('E', "", 0, "");
            case 'T':
                string[] times = text[1..].Split(' ');
                return times.Length == 4 && times.All(one => ulong.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    ? new ScpHeader('T', "", ulong.Parse(times[0], CultureInfo.InvariantCulture), "") : null;
            case 'C' or 'D':
                string[] words = text[1..].Split(' ', 3);
                // A name with a slash or of dots alone would leave the directory that the path names (CVE-2019-6111).
                return words.Length == 3 && words[0].Length is > 0 and <= 6 && words[0].All(c => c is >= '0' and <= '7')
                    && ulong.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong size) && size <= ScpLimits.Size
                    && words[2].Length > 0 && words[2] is not ("." or "..") && !words[2].Contains('/', StringComparison.Ordinal)
                    ? new ScpHeader(text[0], words[0], size, words[2]) : null;
            default:
                return null;
        }
    }
}
