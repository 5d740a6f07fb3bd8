using System.Reflection;

namespace Bastion.Architecture.Tests;

internal static class Products
{
    public static Assembly Gateway { get; } = Assembly.Load("Bastion.Gateway");

    public static Assembly Admin { get; } = Assembly.Load("Bastion.Admin");

    public static Assembly Recorder { get; } = Assembly.Load("Bastion.Recorder");

    public static Assembly Hosting { get; } = Assembly.Load("Bastion.Hosting");

    public static Assembly Ssh { get; } = Assembly.Load("Bastion.Ssh");

    public static IReadOnlyList<Assembly> Services { get; } = [Gateway, Admin, Recorder];

    public static IReadOnlyList<Assembly> All { get; } = [.. Services, Hosting, Ssh];

    public static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!);

    /// <summary>Classes written by hand: no lambdas, no generated contracts, no pages (the page compiler makes those public).</summary>
    public static IEnumerable<Type> OwnClasses(Assembly assembly) => assembly.GetTypes().Where(t =>
        t.IsClass
        && !t.Name.Contains('<', StringComparison.Ordinal)
        && t.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null
        && t.Namespace is { } space && space.StartsWith("Bastion.", StringComparison.Ordinal)
        && !space.Contains(".Contracts", StringComparison.Ordinal)
        && !space.Contains(".Migrations", StringComparison.Ordinal)
        && t.Name != "_Imports"
        && !IsPage(t));

    private static bool IsPage(Type type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.FullName == "Microsoft.AspNetCore.Components.ComponentBase")
                return true;
        }
        return false;
    }
}
