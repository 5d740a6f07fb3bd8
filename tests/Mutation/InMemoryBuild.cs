using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Bastion.Mutation;

/// <summary>Compiles a target in memory, each time with one file changed.</summary>
internal sealed class InMemoryBuild
{
    private const string Global = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Bastion.Recorder.Tests")]
        """;

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
    private readonly Dictionary<string, SyntaxTree> _trees = [];
    private readonly CSharpCompilation _compilation;

    public InMemoryBuild(Target target)
    {
        foreach (var file in target.MutatedFiles().Concat(target.OtherFiles()))
            _trees[file] = CSharpSyntaxTree.ParseText(File.ReadAllText(file), Parsing, file);
        var global = CSharpSyntaxTree.ParseText(Global + (target.TestsInside ? "" : "\n"), Parsing);
        var xunit = CSharpSyntaxTree.ParseText(target.TestsInside ? "global using Xunit;" : "", Parsing);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Where(path => Path.GetFileNameWithoutExtension(path) is var name && name != target.Assembly && (!target.TestsInside || !name.StartsWith("Bastion.", StringComparison.Ordinal)))
            .Select(path => MetadataReference.CreateFromFile(path));
        var entry = target.MutatedFiles().Any(file => Path.GetFileName(file) == "Program.cs");
        _compilation = CSharpCompilation.Create(
            target.Assembly, [.. _trees.Values, global, xunit], references,
            new CSharpCompilationOptions(entry ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        Mutants = [.. target.MutatedFiles().Where(file => Path.GetFileName(file) != "Program.cs").SelectMany(file => Mutations.Of(Path.GetRelativePath(Target.Root, file), _trees[file]))];
    }

    public IReadOnlyList<Mutant> Mutants { get; }

    /// <summary>Null when it does not compile, which is not the tests' merit and does not count.</summary>
    public byte[]? Make(Mutant? mutant)
    {
        var compilation = _compilation;
        if (mutant is not null)
        {
            var tree = _trees[Path.Combine(Target.Root, mutant.File)];
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(tree.GetText().WithChanges(new TextChange(mutant.Span, mutant.Text))));
        }
        using var bytes = new MemoryStream();
        var result = compilation.Emit(bytes);
        if (mutant is null && !result.Success)
            throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Take(10)));
        return result.Success ? bytes.ToArray() : null;
    }
}
