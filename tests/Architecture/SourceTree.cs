namespace Bastion.Architecture.Tests;

/// <summary>The files that belong to the project, found from the test's own place upwards.</summary>
internal static class SourceTree
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "dist", "artifacts", "TestResults", ".git", ".bastion", ".vs", ".idea", ".vscode"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root, with '/'.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(new DirectoryInfo(Root)).Select(f => Path.GetRelativePath(Root, f)).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> WithEnding(params string[] endings) => Files.Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)));

    /// <summary>Own C# of products and tests, without what tools write.</summary>
    public static IEnumerable<string> Code => WithEnding(".cs").Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal));

    public static IEnumerable<string> ProductCode => Code.Where(f => !f.StartsWith("tests/", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(DirectoryInfo directory)
    {
        foreach (var file in directory.EnumerateFiles())
            yield return file.FullName;
        foreach (var below in directory.EnumerateDirectories().Where(d => !Generated.Contains(d.Name)))
        {
            foreach (var file in Walk(below))
                yield return file;
        }
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Bastion.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("These tests read the source tree; run them inside it.");
    }
}
