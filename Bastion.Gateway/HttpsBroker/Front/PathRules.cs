namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>Whether a request target is under one of the prefixes. A target that two readers could read in two ways is under none.</summary>
internal static class PathRules
{
    public static bool Allows(IEnumerable<string> prefixes, string target)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        if (IsAmbiguous(path))
            return false;
        foreach (var prefix in prefixes)
        {
            var end = prefix.TrimEnd('/');
            if (path.StartsWith(end, StringComparison.Ordinal) && (path.Length == end.Length || path[end.Length] == '/'))
                return true;
        }
        return false;
    }

    private static bool IsAmbiguous(string path)
    {
        if (path.Contains("//", StringComparison.Ordinal) || path.AsSpan().IndexOfAny("\\;#") >= 0)
            return true;
        foreach (var segment in path.Split('/'))
            if (segment is "." or "..")
                return true;
        // Encoded letters are fine; an encoded dot, slash, backslash, percent, semicolon or control could become another path behind us.
        for (var at = path.IndexOf('%', StringComparison.Ordinal); at >= 0; at = path.IndexOf('%', at + 1))
        {
            if (at + 2 >= path.Length || !byte.TryParse(path.AsSpan(at + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var octet))
                return true;
            if (octet is < 0x20 or (byte)'.' or (byte)'/' or (byte)'\\' or (byte)'%' or (byte)';' or (byte)'#' or (byte)'?' or 0x7f)
                return true;
        }
        return false;
    }
}
