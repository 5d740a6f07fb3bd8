using System.Net;

namespace Bastion.Admin.Vendors;

/// <summary>Declared networks of a vendor.</summary>
internal static class SourceNetworks
{
    private const int MaxLines = 100;

    /// <returns>Null when a line is not a network or an address.</returns>
    public static IReadOnlyList<IPNetwork>? Parse(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var line in text.Split(['\n', '\r', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (networks.Count == MaxLines)
                return null;
            if (IPNetwork.TryParse(line, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(line, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                return null;
        }

        return networks;
    }

    /// <summary>Nothing declared allows everything; something declared allows only that.</summary>
    public static bool Allow(string networks, string source)
    {
        var declared = Parse(networks) ?? [];
        return declared.Count == 0 || (IPAddress.TryParse(source, out var address) && declared.Any(network => network.Contains(address)));
    }
}
