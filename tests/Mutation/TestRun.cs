using System.Reflection;
using System.Runtime.Loader;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Bastion.Mutation;

/// <summary>The tests of a target on one build of it, loaded beside everything else and given up afterwards. Ends with the first test that fails.</summary>
internal sealed class TestRun(Target target, string? changed, byte[] assembly) : AssemblyLoadContext(isCollectible: true)
{
    private const string Tests = "Bastion.Recorder.Tests";

    /// <summary>What failed; null when all passed.</summary>
    public async Task<string?> RunAsync()
    {
        var mutated = LoadFromStream(new MemoryStream(assembly));
        var tests = target.TestsInside ? mutated : LoadFromAssemblyName(new AssemblyName(Tests));
        foreach (var name in target.TestsFor(changed))
        {
            var type = tests.GetTypes().SingleOrDefault(type => type.Name == name) ?? throw new InvalidOperationException($"There is no {name}.");
            foreach (var method in type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null))
            {
                foreach (var arguments in Arguments(method))
                {
                    if (await FailureAsync(type, method, arguments) is { } failure)
                        return $"{name}.{method.Name}: {failure}";
                }
            }
        }
        return null;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == target.Assembly)
            return Assemblies.Single(loaded => loaded.GetName().Name == target.Assembly);
        return assemblyName.Name == Tests && !target.TestsInside ? LoadFromStream(new MemoryStream(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Tests + ".dll")))) : null;
    }

    private static List<object?[]> Arguments(MethodInfo method)
    {
        var rows = method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)).ToList();
        return rows.Count > 0 ? rows : [[]];
    }

    private static async Task<string?> FailureAsync(Type type, MethodInfo method, object?[] arguments)
    {
        object? instance = null;
        try
        {
            var constructor = type.GetConstructors().Single();
            instance = constructor.Invoke([.. constructor.GetParameters().Select(_ => (object)new TestOutputHelper())]);
            if (method.Invoke(instance, arguments) is Task task)
                await task;
            return null;
        }
        catch (Exception e)
        {
            var reason = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            return $"{reason.GetType().Name} {reason.Message.Split('\n')[0]}";
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }
}
