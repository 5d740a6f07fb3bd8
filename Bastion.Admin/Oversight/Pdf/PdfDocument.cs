using System.Globalization;
using System.Text;

namespace Bastion.Admin.Oversight.Pdf;

/// <summary>
/// A plain document of text on A4 pages (ISO 32000-1): headings, paragraphs, names with values, lines of a terminal. The standard fonts
/// only, nothing compressed, nothing that changes from one making to the next but what is said.
/// </summary>
internal sealed class PdfDocument(string title, string language, string footer)
{
    private const double Width = 595;
    private const double Height = 842;
    private const double Margin = 56;
    private const double Indent = 130;
    private const double Body = 10;
    private readonly List<StringBuilder> _pages = [];
    private double _y;

    public void Heading(string text, int level = 1)
    {
        var size = level == 1 ? 18.0 : 12.5;
        Space(level == 1 ? 4 : 12);
        Need(size * 3);
        foreach (var line in Wrapped(text, size, Width - (2 * Margin)))
            Line(line, "B", size, Margin);
        Space(3);
    }

    public void Paragraph(string text)
    {
        foreach (var line in Wrapped(text, Body, Width - (2 * Margin)))
            Line(line, "R", Body, Margin);
        Space(3);
    }

    /// <summary>A name on the left, what it is on the right, as many lines as it takes.</summary>
    public void Fact(string name, string value)
    {
        var lines = Wrapped(value, Body, Width - (2 * Margin) - Indent).ToList();
        Need(Body * 1.5);
        Text(name, "B", Body, Margin, _y - Body);
        foreach (var line in lines.DefaultIfEmpty(""))
            Line(line, "R", Body, Margin + Indent);
        Space(1.5);
    }

    /// <summary>Lines as a terminal shows them, cut at the right margin.</summary>
    public void Screen(IEnumerable<string> lines)
    {
        Space(3);
        foreach (var line in lines)
            Line(line.Length > 96 ? line[..96] : line, "M", 8, Margin);
        Space(4);
    }

    public byte[] Finish()
    {
        var objects = new List<string>();
        var kids = string.Join(' ', Enumerable.Range(0, _pages.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{6 + (2 * i)} 0 R")));
        objects.Add($"<</Type/Catalog/Pages 2 0 R/Lang({language})/ViewerPreferences<</DisplayDocTitle true>>>>");
        objects.Add($"<</Type/Pages/Kids[{kids}]/Count {_pages.Count}>>");
        foreach (var font in (string[])["Helvetica", "Helvetica-Bold", "Courier"])
            objects.Add($"<</Type/Font/Subtype/Type1/BaseFont/{font}/Encoding/WinAnsiEncoding>>");
        for (var i = 0; i < _pages.Count; i++)
        {
            var foot = Shown($"{footer}   {i + 1} / {_pages.Count}", "R", 8, Margin, 32);
            var content = _pages[i] + foot;
            objects.Add(string.Create(CultureInfo.InvariantCulture, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {Width} {Height}]/Resources<</Font<</R 3 0 R/B 4 0 R/M 5 0 R>>>>/Contents {7 + (2 * i)} 0 R>>"));
            objects.Add(string.Create(CultureInfo.InvariantCulture, $"<</Length {content.Length}>>\nstream\n{content}\nendstream"));
        }
        objects.Add($"<</Title {Literal(title)}>>");
        return Written(objects);
    }

    private static byte[] Written(List<string> objects)
    {
        var file = new StringBuilder("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Count; i++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Count + 1}/Root 1 0 R/Info {objects.Count} 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private void Line(string text, string font, double size, double x)
    {
        Need(size * 1.35);
        _y -= size * 1.35;
        Text(text, font, size, x, _y);
    }

    private void Text(string text, string font, double size, double x, double y) => _pages[^1].Append(Shown(text, font, size, x, y));

    private static string Shown(string text, string font, double size, double x, double y) =>
        string.Create(CultureInfo.InvariantCulture, $"BT/{font} {size} Tf {x:0.##} {y:0.##} Td {Literal(text)}Tj ET\n");

    private void Space(double points) => _y -= points;

    private void Need(double points)
    {
        if (_pages.Count > 0 && _y - points > Margin)
            return;
        _pages.Add(new StringBuilder());
        _y = Height - Margin;
    }

    private static IEnumerable<string> Wrapped(string text, double size, double width)
    {
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                var longer = line.Length == 0 ? word : line + " " + word;
                if (FontWidths.Of(longer, size) <= width)
                {
                    line = longer;
                    continue;
                }
                if (line.Length > 0)
                    yield return line;
                line = word;
                // A hash or an address that is wider than the page.
                while (FontWidths.Of(line, size) > width)
                {
                    var fits = line.Length;
                    while (fits > 1 && FontWidths.Of(line[..fits], size) > width)
                        fits--;
                    yield return line[..fits];
                    line = line[fits..];
                }
            }
            yield return line;
        }
    }

    private static string Literal(string text)
    {
        var literal = new StringBuilder("(");
        foreach (var letter in text.Normalize().Select(WinAnsi.Of))
        {
            if (letter is (byte)'(' or (byte)')' or (byte)'\\')
                literal.Append('\\');
            literal.Append((char)letter);
        }
        return literal.Append(')').ToString();
    }
}
