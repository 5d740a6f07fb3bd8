using System.Buffers;
using System.Text;

namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>
/// Which control sequences of a device reach a technician's terminal. What draws, moves, colours, or asks for an answer of a fixed form passes: vim, htop,
/// tmux and less live of it. What makes the terminal copy, paste, type text of the device's choice, print, open files or change its keys does not.
/// </summary>
internal static class TerminalSequences
{
    // xterm's numbers: titles; colours and their reset; links; marks of a shell's prompt.
    private static readonly HashSet<int> Osc = [0, 1, 2, 4, 5, 8, .. Enumerable.Range(10, 10), 104, 105, .. Enumerable.Range(110, 10), 133];

    // Reports of sizes; push and pop of the title.
    private static readonly HashSet<string> WindowActs = ["14", "16", "18", "19", "22", "23"];

    private static readonly string[] LinkSchemes = ["http://", "https://", "mailto:"];

    // Settings that DECRQSS may ask for: attributes, margins, cursor style, protection, level.
    private static readonly HashSet<string> Settings = ["m", "r", "s", " q", "\"q", "\"p"];

    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF;"u8);

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <param name="sequence">ESC, intermediates, final.</param>
    public static bool PassesEscape(ReadOnlySpan<byte> sequence) =>
        // The end of a string that was none.
        sequence[^1] != '\\'
        // Another coding than UTF-8, or answers in eight bits, would make these rules read other bytes than the terminal.
        && !(sequence.Length == 3 && sequence[1] == '%' && sequence[2] != 'G') && !(sequence.Length == 3 && sequence[1] == ' ');

    /// <param name="body">Parameters, intermediates, final.</param>
    public static bool PassesCsi(ReadOnlySpan<byte> body)
    {
        var parameters = body.IndexOfAnyExceptInRange((byte)0x30, (byte)0x3F);
        var intermediates = body[parameters..^1];
        return ((char)body[^1], intermediates.Length) switch
        {
            // Window acts: moving it, and reports of its title.
            ('t', 0) => WindowActs.Contains(Encoding.ASCII.GetString(body[..parameters]).Split(';')[0]),
            // Media copy: a printer.
            ('i', 0) => false,
            // Checksums of what is on the screen, self-tests, macros, keys.
            ('y', _) or ('z' or '~' or '|' or '}', > 0) => false,
            _ => true,
        };
    }

    /// <param name="kind">What follows the ESC: ] is OSC, P is DCS, k is a title of screen.</param>
    /// <param name="body">Without introducer and terminator.</param>
    public static bool PassesString(byte kind, ReadOnlySpan<byte> body) =>
        IsPlain(body) && kind switch
        {
            (byte)']' => PassesOsc(Encoding.UTF8.GetString(body)),
            (byte)'P' => PassesDcs(body),
            (byte)'k' => true,
            _ => false,
        };

    private static bool PassesOsc(string body)
    {
        var parts = body.Split(';', 3);
        if (!int.TryParse(parts[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) || !Osc.Contains(number))
            return false;
        // A link names where it goes; other schemes start programs.
        return number != 8 || (parts.Length == 3 && (parts[2].Length == 0 || LinkSchemes.Any(scheme => parts[2].StartsWith(scheme, StringComparison.OrdinalIgnoreCase))));
    }

    // Questions about settings and capabilities in their exact form; no keys, no macros, no pictures, nothing for the terminal around tmux.
    private static bool PassesDcs(ReadOnlySpan<byte> body) =>
        body.Length >= 2 && ((body[0], body[1]) switch
        {
            ((byte)'$', (byte)'q') => Settings.Contains(Encoding.ASCII.GetString(body[2..])),
            ((byte)'+', (byte)'q') => body[2..].IndexOfAnyExcept(Hexadecimal) < 0,
            _ => false,
        });

    // No control of either set, and UTF-8: terminals agree on such text.
    private static bool IsPlain(ReadOnlySpan<byte> body)
    {
        if (body.ContainsAnyInRange((byte)0x00, (byte)0x1F) || body.Contains((byte)0x7F))
            return false;
        try
        {
            return !Strict.GetString(body).AsSpan().ContainsAnyInRange('\u0080', '\u009F');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
