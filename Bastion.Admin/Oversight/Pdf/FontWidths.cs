namespace Bastion.Admin.Oversight.Pdf;

/// <summary>Widths of Helvetica in thousandths of its size (Adobe font metrics), which every reader of PDF has and no file needs to carry.</summary>
internal static class FontWidths
{
    private const int Average = 556;

    private static readonly short[] Ascii =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
        556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
        667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
        556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    /// <summary>Accents do not change the width of their letter; what is left is near the average.</summary>
    public static int Of(char letter)
    {
        if (letter is >= ' ' and <= '~')
            return Ascii[letter - ' '];
        var plain = letter.ToString().Normalize(System.Text.NormalizationForm.FormD)[0];
        return plain is >= ' ' and <= '~' ? Ascii[plain - ' '] : letter switch
        {
            '\u00a0' or '’' or '·' => 278,
            '—' or '…' => 1000,
            _ => Average,
        };
    }

    public static double Of(string text, double size) => text.Sum(Of) * size / 1000;
}
