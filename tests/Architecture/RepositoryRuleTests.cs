using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Bastion.Architecture.Tests;

/// <summary>What is committed can be built anywhere, says where its parts come from, and carries nothing of the machine it was written on.</summary>
public sealed partial class RepositoryRuleTests
{
    private static readonly string[] TextEndings = [".cs", ".razor", ".resx", ".md", ".json", ".props", ".targets", ".csproj", ".proto", ".css", ".js", ".mjs", ".sh", ".txt", ".slnf", ".sln"];

    [Fact]
    public void Project_IsInTheSolution()
    {
        var solution = SourceTree.Read("Bastion.sln").Replace('\\', '/');

        Assert.All(SourceTree.WithEnding(".csproj"), p => Assert.Contains($"\"{p}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Project_HasALockFile()
    {
        Assert.All(SourceTree.WithEnding(".csproj"), p => Assert.Contains(Path.GetDirectoryName(p) + "/packages.lock.json", SourceTree.Files));
    }

    [Fact]
    public void Package_VersionIsCentral()
    {
        Assert.All(SourceTree.WithEnding(".csproj"), p => Assert.DoesNotContain(XDocument.Parse(SourceTree.Read(p)).Descendants("PackageReference"), r => r.Attribute("Version") is not null));
    }

    [Fact]
    public void LockFile_NamesNoAddress()
    {
        Assert.All(SourceTree.WithEnding("packages.lock.json", "package-lock.json"), f =>
        {
            var text = SourceTree.Read(f);
            Assert.DoesNotContain("\"resolved\": \"http", text.Replace("\"resolved\": \"https://none", "", StringComparison.Ordinal), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Package_HasALineThatSaysWhy()
    {
        var document = SourceTree.Read("docs/adr/dependencies.md");
        var packages = XDocument.Parse(SourceTree.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(v => (string)v.Attribute("Include")!)
            .Concat(SourceTree.WithEnding("/package.json").SelectMany(NpmPackages));

        Assert.All(packages, p => Assert.Contains($"`{p}`", document, StringComparison.Ordinal));
    }

    [Fact]
    public void File_CarriesNothingOfTheMachineItWasWrittenOn()
    {
        var machine = from file in SourceTree.Files
                      where TextEndings.Contains(Path.GetExtension(file)) || Path.GetExtension(file).Length == 0
                      where file != "tests/Architecture/RepositoryRuleTests.cs"
                      let found = MachineWords().Match(SourceTree.Read(file))
                      where found.Success
                      select $"{file}: {found.Value}";

        Assert.Empty(machine);
    }

    [Fact]
    public void Resource_HasTheSameTextsInBothLanguages()
    {
        foreach (var english in SourceTree.WithEnding(".resx").Where(f => !f.EndsWith(".fr.resx", StringComparison.Ordinal)))
        {
            var french = english[..^".resx".Length] + ".fr.resx";
            Assert.Contains(french, SourceTree.Files);
            Assert.Equal(Keys(english), Keys(french));
        }
    }

    private static IEnumerable<string> Keys(string resource) =>
        XDocument.Parse(SourceTree.Read(resource)).Descendants("data").Select(d => (string)d.Attribute("name")!).Order(StringComparer.Ordinal);

    private static IEnumerable<string> NpmPackages(string file)
    {
        var json = JsonDocument.Parse(SourceTree.Read(file)).RootElement;
        foreach (var section in (string[])["dependencies", "devDependencies"])
        {
            if (json.TryGetProperty(section, out var packages))
            {
                foreach (var package in packages.EnumerateObject())
                    yield return package.Name;
            }
        }
    }

    [GeneratedRegex(@"/work/|/root/\.|registry\.npmjs|api\.nuget\.org|artifactory|verdaccio|worktree", RegexOptions.IgnoreCase)]
    private static partial Regex MachineWords();
}
