using System.Globalization;
using System.Text;
using Bastion.Admin.Oversight.Pdf;

namespace Bastion.Admin.Tests.Oversight.Pdf;

public sealed class PdfDocumentTests
{
    [Fact]
    public void Document_HasAPageForEachPage_AndItsTableLeadsToEachObject()
    {
        var pdf = new PdfDocument("Dossier (essai)", "fr", "Centre hospitalier · INT-2026-00001");
        pdf.Heading("Dossier de preuve");
        for (var i = 0; i < 120; i++)
            pdf.Fact($"Acte {i}", "Gelée par l’hôpital : « un patient est branché » – 12 €. Œuvre, 日本 and a hash " + new string('f', 200));
        pdf.Screen(["$ ls", "\\(x)"]);
        var text = Encoding.Latin1.GetString(pdf.Finish());
        var table = int.Parse(text.Split("startxref\n")[1].Split('\n')[0], CultureInfo.InvariantCulture);
        Assert.StartsWith("xref\n", text[table..], StringComparison.Ordinal);
        var lines = text[table..].Split('\n');
        for (var n = 1; n < int.Parse(lines[1].Split(' ')[1], CultureInfo.InvariantCulture); n++)
            Assert.StartsWith($"{n} 0 obj\n", text[int.Parse(lines[n + 2][..10], CultureInfo.InvariantCulture)..], StringComparison.Ordinal);
        var pages = int.Parse(text.Split("/Count ")[1].Split('>')[0], CultureInfo.InvariantCulture);
        Assert.InRange(pages, 5, 20);
        Assert.Equal(pages, text.Split("/Type/Page/").Length - 1);
        Assert.Contains("(\\\\\\(x\\))Tj", text, StringComparison.Ordinal);
        Assert.Contains("l\u0092h\u00f4pital", text, StringComparison.Ordinal);
        Assert.Contains("??", text, StringComparison.Ordinal);
    }
}
