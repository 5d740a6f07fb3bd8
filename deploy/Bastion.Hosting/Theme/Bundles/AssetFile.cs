namespace Bastion.Hosting.Theme.Bundles;

/// <summary>One file that browsers get, in memory: as it is, and compressed with Brotli when that was worth it.</summary>
public sealed record AssetFile(string Name, string ContentType, byte[] Plain, byte[]? Brotli);
