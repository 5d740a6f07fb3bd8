namespace Bastion.Hosting.Theme.Bundles;

/// <summary>All bundles of a host: from a file's name to its address, and back.</summary>
public sealed class AssetCatalog(IReadOnlyList<AssetBundle> bundles)
{
    /// <summary>Where every asset lives: <c>/assets/{hash of its bundle}/{name}</c>.</summary>
    public const string Root = "/assets/";

    public string Url(string name)
    {
        foreach (var bundle in bundles)
            if (bundle.Has(name))
                return $"{Root}{bundle.Hash}/{name}";
        throw new ArgumentException($"No bundle has {name}. Is it named by an <AssetEntry> of the project?", nameof(name));
    }

    public AssetFile? Find(ReadOnlySpan<char> path)
    {
        var cut = path.IndexOf('/');
        if (cut <= 0)
            return null;
        foreach (var bundle in bundles)
            if (path[..cut].SequenceEqual(bundle.Hash))
                return bundle.Find(path[(cut + 1)..].ToString());
        return null;
    }
}
