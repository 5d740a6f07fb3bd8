using System.Buffers.Binary;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bastion.Gateway.Portal.DesktopTickets;

/// <summary>
/// A .rdp file for one ticket, signed as Windows' rdpsign does: a detached PKCS #7 signature over the lines that <c>signscope</c> names, so that mstsc shows who made it.
/// It holds no secret: the password is typed.
/// </summary>
internal static class RdpFile
{
    private const int LineLength = 64;

    /// <returns>UTF-16 with a byte order mark, as Windows writes it.</returns>
    public static byte[] Build(string host, int port, string user, X509Certificate2 signer)
    {
        var address = $"{host}:{port}";
        List<(string Name, string Scope, string Value)> lines =
        [
            ("full address:s", "Full Address", address),
            ("alternate full address:s", "Alternate Full Address", address),
            ("username:s", "", user),
            ("prompt for credentials:i", "Prompt For Credentials", "1"),
            ("authentication level:i", "Authentication Level", "2"),
            ("enablecredsspsupport:i", "EnableCredSspSupport", "1"),
            ("negotiate security layer:i", "Negotiate Security Layer", "1"),
            ("redirectclipboard:i", "RedirectClipboard", "1"),
            ("redirectdrives:i", "RedirectDrives", "0"),
            ("drivestoredirect:s", "DrivesToRedirect", ""),
            ("redirectprinters:i", "RedirectPrinters", "0"),
            ("redirectcomports:i", "RedirectCOMPorts", "0"),
            ("redirectsmartcards:i", "RedirectSmartCards", "0"),
            ("redirectposdevices:i", "RedirectPOSDevices", "0"),
            ("devicestoredirect:s", "DevicesToRedirect", ""),
            ("audiomode:i", "AudioMode", "2"),
            ("audiocapturemode:i", "AudioCaptureMode", "0"),
            ("use multimon:i", "", "0"),
            ("autoreconnection enabled:i", "AutoReconnection Enabled", "0"),
            ("networkautodetect:i", "", "0"),
            ("bandwidthautodetect:i", "", "0"),
            ("connection type:i", "", "6"),
            ("session bpp:i", "", "32"),
        ];
        var scope = string.Join(',', lines.Where(line => line.Scope.Length > 0).Select(line => line.Scope));
        var signed = string.Concat(lines.Where(line => line.Scope.Length > 0).Select(line => $"{line.Name}:{line.Value}\r\n"));
        var text = string.Concat(lines.Select(line => $"{line.Name}:{line.Value}\r\n"));
        var signature = Sign($"{signed}signscope:s:{scope}\r\n\0", signer);
        return [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes($"{text}signscope:s:{scope}\r\nsignature:s:{signature}\r\n")];
    }

    private static string Sign(string text, X509Certificate2 signer)
    {
        var message = new SignedCms(new ContentInfo(Encoding.Unicode.GetBytes(text)), detached: true);
        message.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, signer) { IncludeOption = X509IncludeOption.WholeChain });
        var cms = message.Encode();
        var head = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0x00010001);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), (uint)cms.Length);
        // In pieces with two blanks between them, as Windows' own tool does.
        return string.Concat(Convert.ToBase64String((byte[])[.. head, .. cms]).Chunk(LineLength).Select(piece => new string(piece) + "  "));
    }
}
