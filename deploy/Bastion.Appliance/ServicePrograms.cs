using System.Runtime.InteropServices;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>Finds the three programs: beside the appliance in an installation, in the projects' output in a source tree.</summary>
internal static class ServicePrograms
{
    /// <exception cref="FileNotFoundException">It is in neither place.</exception>
    public static string Find(Plane plane, string? servicesDirectory)
    {
        var name = "Bastion." + plane;
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        List<string> candidates = [];
        if (servicesDirectory is not null)
        {
            candidates.Add(Path.Combine(servicesDirectory, name, name));
        }
        else
        {
            candidates.Add(Path.Combine(here.Parent?.FullName ?? "/", name, name));
            // deploy/Bastion.Appliance/bin/<configuration>/net10.0
            var configuration = here.Parent?.Name ?? "Debug";
            if (here.Parent?.Parent?.Parent?.Parent?.Parent is { } root)
                candidates.Add(Path.Combine(root.FullName, name, "bin", configuration, here.Name, name));
        }
        return candidates.Find(File.Exists) ?? throw new FileNotFoundException($"{name} is not at {string.Join(" nor at ", candidates)}: build it, or say where with --services");
    }

    /// <summary>Directory of the runtime that runs this program, for the services' own start.</summary>
    public static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
