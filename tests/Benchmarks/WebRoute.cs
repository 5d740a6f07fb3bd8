using System.Globalization;
using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>One way to the same page.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="Base">Where it is asked.</param>
/// <param name="Cookie">What a browser sends along; empty for none.</param>
/// <param name="Servers">Roots of the process trees that serve this way, the page's own server left out.</param>
internal sealed record WebRoute(string Name, Uri Base, string Cookie, IReadOnlyList<int> Servers)
{
    private static readonly double TicksPerSecond = 100;

    /// <summary>Seconds of processor that they have used so far (proc(5), utime and stime).</summary>
    public double Cpu() => Servers.SelectMany(root => ProcessTree.Descendants(root).Prepend(root)).Distinct().Sum(id =>
    {
        var status = File.ReadAllText($"/proc/{id}/stat");
        var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    });
}
