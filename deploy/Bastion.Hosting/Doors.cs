
namespace Bastion.Hosting;

/// <summary>The listeners of one host, to find the bound ports afterwards.</summary>
internal sealed class Doors
{
    public List<Door> All { get; } = [];

    public bool HasBrowsers => All.Exists(d => d.Kind == Listener.Browsers);
}
