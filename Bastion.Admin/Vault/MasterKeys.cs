using System.Security.Cryptography;
using System.Text;
using Bastion.Hosting;

namespace Bastion.Admin.Vault;

/// <summary>
/// The master keys, from a file or an environment variable, neither ever in a backup of the database. The first one wraps; all of them unwrap.
/// To replace the key: write a new first line, wrap again (Vault page), then take the old line away.
/// </summary>
internal sealed class MasterKeys
{
    private const int MaxKeys = 8;
    private readonly string? file;
    private readonly string? variable;

    private MasterKeys(string? file, string? variable)
    {
        this.file = file;
        this.variable = variable;
        All = [];
    }

    public IReadOnlyList<MasterKey> All { get; private set; }

    public MasterKey Current => All[0];

    /// <returns>Null when what is there is not one key at least.</returns>
    public static MasterKeys? Read(string? file, string? variable)
    {
        var keys = new MasterKeys(file, variable);
        return keys.Reload() ? keys : null;
    }

    /// <summary>False, and nothing changed, when what is there now is not readable.</summary>
    public bool Reload()
    {
        var content = variable is { Length: > 0 } ? Encoding.ASCII.GetBytes(Environment.GetEnvironmentVariable(variable) ?? "") : File.ReadAllBytes(file!);
        if (Parse(content) is not { Count: > 0 } found)
            return false;
        All = found;
        return true;
    }

    public override string ToString() => "";

    /// <summary>32 raw bytes, or lines of base64 of 32 bytes each.</summary>
    private static List<MasterKey>? Parse(byte[] content)
    {
        if (content.Length == 32)
            return [new MasterKey(content)];
        var keys = new List<MasterKey>();
        foreach (var line in Encoding.ASCII.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var decoded = new byte[48];
            if (keys.Count == MaxKeys || !Convert.TryFromBase64String(line, decoded, out var length) || length != 32)
                return null;
            keys.Add(new MasterKey(decoded[..32]));
            CryptographicOperations.ZeroMemory(decoded);
        }

        return keys;
    }
}
