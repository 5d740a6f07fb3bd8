namespace Bastion.Verify;

internal sealed record Arguments(string Pack, string? PassphraseFile, string? TrustFile, IReadOnlyList<string> Witnessed, string? Extract, bool Quiet)
{
    /// <summary>Null when they are wrong.</summary>
    public static Arguments? Parse(string[] arguments)
    {
        string? pack = null, passphrase = null, trust = null, extract = null;
        var witnessed = new List<string>();
        var quiet = false;
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--quiet":
                    quiet = true;
                    continue;
                case "--passphrase-file":
                    passphrase = value;
                    break;
                case "--trust":
                    trust = value;
                    break;
                case "--extract":
                    extract = value;
                    break;
                case "--witness-checkpoint" when value is not null:
                    witnessed.Add(value);
                    break;
                case var other when pack is null && !other.StartsWith("--", StringComparison.Ordinal):
                    pack = other;
                    continue;
                default:
                    return null;
            }
            if (value is null)
                return null;
            i++;
        }
        return pack is null ? null : new Arguments(pack, passphrase, trust, witnessed, extract, quiet);
    }

    public string? ReadPassphrase() => PassphraseFile is null ? null : File.ReadAllText(PassphraseFile).TrimEnd('\r', '\n');

    public Trust? ReadTrust() => TrustFile is null ? null : Trust.Parse(File.ReadAllBytes(TrustFile));

    public IReadOnlyList<string> ReadWitnessed() => [.. Witnessed.Select(File.ReadAllText)];
}
