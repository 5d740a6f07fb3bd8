using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Hosting.Theme.Bundles;

/// <summary>The assets embedded in one assembly under <c>assets/</c>, and the hash of them all that is part of their address.</summary>
public sealed class AssetBundle
{
    private const string Prefix = "assets/";
    private const string Compressed = ".br";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".wasm"] = "application/wasm",
        [".woff2"] = "font/woff2",
        [".png"] = "image/png",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, AssetFile> _files;

    private AssetBundle(FrozenDictionary<string, AssetFile> files, string hash)
    {
        _files = files;
        Hash = hash;
    }

    /// <summary>16 hexadecimal digits: SHA-256 over names and contents, shortened.</summary>
    public string Hash { get; }

    public bool Has(string name) => _files.ContainsKey(name);

    public AssetFile? Find(string name) => _files.GetValueOrDefault(name);

    public static AssetBundle Of(Assembly assembly)
    {
        var contents = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToDictionary(name => name[Prefix.Length..], name => Read(assembly, name), StringComparer.Ordinal);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in contents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{bytes.Length}\0"));
            hash.AppendData(bytes);
        }

        var files = contents
            .Where(pair => !pair.Key.EndsWith(Compressed, StringComparison.Ordinal))
            .Select(pair => new AssetFile(pair.Key, TypeOf(pair.Key), pair.Value, contents.GetValueOrDefault(pair.Key + Compressed)))
            .ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);
        return new AssetBundle(files, Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8)));
    }

    private static string TypeOf(string name) => Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"No resource {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
