namespace Bastion.Admin.Oversight.Pdf;

/// <summary>Text as the standard fonts have it: WinAnsiEncoding (PDF 32000-1, annex D). What it does not have becomes a question mark.</summary>
internal static class WinAnsi
{
    // 0x80 to 0x9F; the rest is Latin-1.
    private const string High = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

    public static byte Of(char letter) => letter switch
    {
        '\u202f' => 0xA0,
        < (char)0x20 => (byte)' ',
        <= '~' or (>= '\u00a0' and <= 'ÿ') => (byte)letter,
        _ => High.IndexOf(letter) is >= 0 and var at ? (byte)(0x80 + at) : (byte)'?',
    };
}
