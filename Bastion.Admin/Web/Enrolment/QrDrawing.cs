using System.Text;
using Microsoft.AspNetCore.Components;
using QRCoder;

namespace Bastion.Admin.Web.Enrolment;

/// <summary>A QR code (ISO/IEC 18004) as one SVG path: no image file, no style, nothing to fetch.</summary>
internal static class QrDrawing
{
    public static MarkupString Of(string text, string label)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows[y].Count; x++)
                if (rows[y][x])
                    path.Append('M').Append(x).Append(' ').Append(y).Append("h1v1h-1z");
        var title = System.Text.Encodings.Web.HtmlEncoder.Default.Encode(label);
        return new MarkupString($"<svg class=\"b-qr\" viewBox=\"0 0 {rows.Count} {rows.Count}\" role=\"img\" aria-label=\"{title}\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>");
    }
}
