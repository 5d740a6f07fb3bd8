using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bastion.Architecture.Tests;

/// <summary>CONTRIBUTING.md: how the code is laid out.</summary>
public sealed partial class ShapeRuleTests
{
    private const int MaxLines = 400;

    // Words that say nothing about what is inside.
    private static readonly string[] EmptyFolders = ["Helpers", "Utils", "Utilities", "Managers", "Common", "Misc", "Shared"];

    [Fact]
    public void File_HasAtMost400Lines()
    {
        var long_ = SourceTree.WithEnding(".cs", ".razor", ".js", ".mjs").Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(f => (f, SourceTree.Read(f).Count(c => c == '\n'))).Where(f => f.Item2 > MaxLines).Select(f => $"{f.f}: {f.Item2}");

        Assert.Empty(long_);
    }

    [Fact]
    public void Namespace_IsTheFolder()
    {
        var astray = from file in SourceTree.Code
                     let declared = NamespaceLine().Match(SourceTree.Read(file))
                     where declared.Success
                     let expected = ExpectedNamespace(file)
                     where declared.Groups[1].Value != expected
                     select $"{file}: {declared.Groups[1].Value}, expected {expected}";

        Assert.Empty(astray);
    }

    [Fact]
    public void File_DeclaresOneTypeOfItsName()
    {
        List<string> astray = [];
        foreach (var file in SourceTree.ProductCode.Where(f => !f.EndsWith("/Program.cs", StringComparison.Ordinal) && !f.EndsWith("AssemblyInfo.cs", StringComparison.Ordinal)))
        {
            var types = TypeLine().Matches(SourceTree.Read(file)).Select(m => m.Groups[1].Value).Distinct().ToList();
            var name = Path.GetFileName(file).Split('.')[0];
            if (types.Count > 1 || (types.Count == 1 && types[0] != name))
                astray.Add($"{file}: {string.Join(", ", types)}");
        }

        Assert.Empty(astray);
    }

    [Fact]
    public void Folder_SaysWhatIsInside()
    {
        Assert.DoesNotContain(SourceTree.ProductCode, f => f.Split('/').SkipLast(1).Any(EmptyFolders.Contains));
    }

    [Fact]
    public void Class_IsSealedUnlessSomethingDerives()
    {
        var open = from assembly in Products.All
                   let classes = Products.OwnClasses(assembly).ToList()
                   from type in classes
                   where !type.IsSealed && !type.IsAbstract && !classes.Exists(c => c.BaseType is { } b && (b.IsGenericType ? b.GetGenericTypeDefinition() : b) == type)
                   select type.FullName;

        Assert.Empty(open);
    }

    [Fact]
    public void Service_ShowsItsHostItsOptionsAndTheirParts_NothingElse()
    {
        foreach (var service in Products.Services)
        {
            var shown = service.GetExportedTypes().Where(t => t.Namespace is not null && t.Name != "_Imports" && !t.Name.Contains('<', StringComparison.Ordinal) && !typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(t)).ToList();
            var roots = shown.Where(t => t.Name.EndsWith("Host", StringComparison.Ordinal) || t.Name.EndsWith("Options", StringComparison.Ordinal) || t.Name.EndsWith("Settings", StringComparison.Ordinal)
                || t.Namespace!.EndsWith(".Demo", StringComparison.Ordinal) || t.Namespace.Contains(".Migrations", StringComparison.Ordinal)
                // Pages are public because their compiler makes them so, and with them what they are given.
                || t.Namespace.StartsWith("Bastion.Admin.Web", StringComparison.Ordinal));

            Assert.Equal([], shown.Except(roots).Select(t => t.FullName));
        }
    }

    [Fact]
    public void Disk_IsFlushedWithACheckedCallOnly()
    {
        // .NET's own call hides a failed flush on Linux.
        Assert.DoesNotContain(SourceTree.Code.Where(f => !f.StartsWith("tests/Architecture/", StringComparison.Ordinal)), f => FlushCall().IsMatch(SourceTree.Read(f)));
    }

    private static string ExpectedNamespace(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var project = folder;
        string? projectFile = null;
        while (projectFile is null)
        {
            projectFile = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, project), "*.csproj").FirstOrDefault();
            if (projectFile is null)
                project = Path.GetDirectoryName(project)!;
        }
        var inside = Path.GetRelativePath(project.Length == 0 ? "." : project, folder);
        var root = (string?)XDocument.Load(projectFile).Descendants("RootNamespace").FirstOrDefault() ?? Path.GetFileNameWithoutExtension(projectFile);
        return inside == "." ? root : root + "." + inside.Replace('/', '.');
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|ref|file|unsafe) )*(?:class|struct|interface|enum|record(?: class| struct)?|delegate [\w<>?]+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"FlushToDisk\s*\(|\.Flush\(\s*(flushToDisk:\s*)?true")]
    private static partial Regex FlushCall();
}
