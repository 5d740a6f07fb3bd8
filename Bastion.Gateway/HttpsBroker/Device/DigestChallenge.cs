using System.Security.Cryptography;
using System.Text;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>A device's Digest challenge (RFC 7616 section 3.3) and the answers to it (section 3.4). Reads what a stranger wrote: unknown parts are passed over.</summary>
internal sealed class DigestChallenge
{
    private const int MaxLength = 4096;

    private readonly bool session;
    private readonly bool sha256;
    private readonly bool qop;
    private int count;

    private DigestChallenge(string realm, string nonce, string opaque, bool sha256, bool session, bool qop, bool stale)
    {
        Realm = realm;
        Nonce = nonce;
        Opaque = opaque;
        this.sha256 = sha256;
        this.session = session;
        this.qop = qop;
        Stale = stale;
    }

    public string Realm { get; }

    public string Nonce { get; }

    public string Opaque { get; }

    /// <summary>The account was right, the nonce too old.</summary>
    public bool Stale { get; }

    /// <summary>Null when it is no Digest challenge or one of an algorithm that we do not speak.</summary>
    public static DigestChallenge? Parse(string header)
    {
        if (header.Length > MaxLength || !header.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase))
            return null;
        var fields = Fields(header.AsSpan(7));
        var algorithm = fields.GetValueOrDefault("algorithm", "MD5");
        var session = algorithm.EndsWith("-sess", StringComparison.OrdinalIgnoreCase);
        var name = session ? algorithm[..^5] : algorithm;
        var sha256 = name.Equals("SHA-256", StringComparison.OrdinalIgnoreCase);
        if (!sha256 && !name.Equals("MD5", StringComparison.OrdinalIgnoreCase))
            return null;
        var offered = fields.GetValueOrDefault("qop", "");
        var auth = offered.Split(',', StringSplitOptions.TrimEntries).Contains("auth", StringComparer.OrdinalIgnoreCase);
        if ((offered.Length > 0 && !auth) || !fields.TryGetValue("nonce", out var nonce))
            return null;
        return new DigestChallenge(
            fields.GetValueOrDefault("realm", ""), nonce, fields.GetValueOrDefault("opaque", ""), sha256, session, auth,
            fields.GetValueOrDefault("stale", "").Equals("true", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The Authorization header of one request; each has its own count.</summary>
    public string Answer(string method, string target, string account, string password, string clientNonce)
    {
        var nc = Interlocked.Increment(ref count).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
        var first = Hash($"{account}:{Realm}:{password}");
        if (session)
            first = Hash($"{first}:{Nonce}:{clientNonce}");
        var second = Hash($"{method}:{target}");
        var proof = qop ? Hash($"{first}:{Nonce}:{nc}:{clientNonce}:auth:{second}") : Hash($"{first}:{Nonce}:{second}");
        var answer = new StringBuilder($"Digest username=\"{Quoted(account)}\", realm=\"{Quoted(Realm)}\", nonce=\"{Quoted(Nonce)}\", uri=\"{target}\", algorithm={(sha256 ? "SHA-256" : "MD5")}{(session ? "-sess" : "")}, response=\"{proof}\"");
        if (qop)
            answer.Append(System.Globalization.CultureInfo.InvariantCulture, $", qop=auth, nc={nc}, cnonce=\"{clientNonce}\"");
        if (Opaque.Length > 0)
            answer.Append(System.Globalization.CultureInfo.InvariantCulture, $", opaque=\"{Quoted(Opaque)}\"");
        return answer.ToString();
    }

    private static Dictionary<string, string> Fields(ReadOnlySpan<char> text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (!(text = text.TrimStart(" ,\t")).IsEmpty)
        {
            var equals = text.IndexOf('=');
            if (equals <= 0)
                break;
            var name = text[..equals].Trim().ToString();
            text = text[(equals + 1)..].TrimStart();
            string value;
            if (text.Length > 0 && text[0] == '"')
            {
                (value, var length) = QuotedString(text);
                text = text[length..];
            }
            else
            {
                var end = text.IndexOf(',');
                value = (end < 0 ? text : text[..end]).Trim().ToString();
                text = end < 0 ? [] : text[end..];
            }
            fields.TryAdd(name, value);
        }
        return fields;
    }

    private static (string Value, int Length) QuotedString(ReadOnlySpan<char> text)
    {
        var value = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"')
                return (value.ToString(), i + 1);
            if (text[i] == '\\' && i + 1 < text.Length)
                i++;
            value.Append(text[i]);
        }
        return (value.ToString(), text.Length);
    }

    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

#pragma warning disable CA5351 // The algorithm is the device's; RFC 7616 names it.
    private string Hash(string text) => Convert.ToHexStringLower(sha256 ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
