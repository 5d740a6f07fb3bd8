using System.IO.Compression;

namespace Bastion.Admin.Web.Recordings.Pages;

/// <summary>A recorded body made readable: unpacked as far as a bound, and of a type that a browser may show under a sealed policy.</summary>
internal static class RecordedPage
{
    /// <summary>A small body may unpack to anything: from here on it is cut.</summary>
    private const int MaxUnpacked = 8 << 20;

    public static (string Type, byte[] Bytes)? Of(WebExchange exchange, byte[] body)
    {
        var encoding = exchange.ResponseHeaders.Find(one => one.Name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)).Value ?? "";
        var bytes = Unpack(encoding.Trim().ToLowerInvariant(), body);
        var type = exchange.ContentType.Split(';')[0].Trim().ToLowerInvariant();
        if (bytes is null)
            return null;
        return type switch
        {
            "text/html" or "application/xhtml+xml" => (exchange.ContentType.Contains("charset", StringComparison.OrdinalIgnoreCase) && exchange.ContentType.Length < 100 ? exchange.ContentType : "text/html; charset=utf-8", bytes),
            "image/png" or "image/jpeg" or "image/gif" or "image/webp" => (type, bytes),
            _ when type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("json", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal) => ("text/plain; charset=utf-8", bytes),
            _ => null,
        };
    }

    private static byte[]? Unpack(string encoding, byte[] body)
    {
        try
        {
            using var packed = new MemoryStream(body);
            using Stream? plain = encoding switch
            {
                "" or "identity" => packed,
                "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress),
                "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
                "br" => new BrotliStream(packed, CompressionMode.Decompress),
                _ => null,
            };
            if (plain is null)
                return null;
            var bytes = new byte[MaxUnpacked];
            return bytes[..plain.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
