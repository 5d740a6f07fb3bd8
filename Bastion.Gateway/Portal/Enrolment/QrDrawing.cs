using System.Text;
using QRCoder;

namespace Bastion.Gateway.Portal.Enrolment;

/// <summary>A QR code as one SVG path: its quiet zone of four modules included (ISO/IEC 18004).</summary>
internal static class QrDrawing
{
    /// <summary>Edge in modules, and the path of the dark ones.</summary>
    public static (int Edge, string Path) Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (!rows[y][x])
                    continue;
                var from = x;
                while (x + 1 < rows[y].Length && rows[y][x + 1])
                    x++;
                path.Append('M').Append(from).Append(' ').Append(y).Append('h').Append(x - from + 1).Append("v1h-").Append(x - from + 1).Append('z');
            }
        }

        return (rows.Count, path.ToString());
    }
}
