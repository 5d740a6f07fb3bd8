namespace Bastion.Mutation;

/// <summary>What is mutated, and which tests must notice.</summary>
/// <param name="Assembly">Name of the assembly that the sources make.</param>
/// <param name="Sources">Files and folders from the root of the repository; each is mutated.</param>
/// <param name="Beside">Compiled with them and left as they are.</param>
/// <param name="TestsInside">The tests are among <paramref name="Beside"/>; else they are in Bastion.Recorder.Tests.</param>
/// <param name="Tests">Classes, in the order in which they are asked.</param>
internal sealed record Target(string Name, string Assembly, string[] Sources, string[] Beside, bool TestsInside, string[] Tests)
{
    public static readonly Target[] All =
    [
        new(
            "merkle", "Bastion.Mutated", ["Bastion.Recorder/Journal/MerkleTree.cs", "Bastion.Recorder/Journal/Checkpoint.cs"],
            ["tests/Bastion.Recorder/Journal/MerkleTreeTests.cs", "tests/Bastion.Recorder/Journal/CheckpointTests.cs"], TestsInside: true,
            ["MerkleTreeTests", "CheckpointTests"]),
        new(
            "verifier", "bastion-verify", ["deploy/Bastion.Verify"], [], TestsInside: false,
            ["PackRulesTests", "JournalRulesTests", "HeadRulesTests", "RecordingRulesTests", "VerifierPartsTests", "VerifyCommandTests"]),
    ];

    // Which tests are most likely to notice a change of which file: they are asked first, which changes nothing but the time.
    private static readonly Dictionary<string, string> Nearest = new()
    {
        ["SignedNote"] = "HeadRulesTests",
        ["HeadCheck"] = "HeadRulesTests",
        ["TimestampCheck"] = "HeadRulesTests",
        ["EntryCheck"] = "JournalRulesTests",
        ["JournalEntry"] = "JournalRulesTests",
        ["LogTree"] = "JournalRulesTests",
        ["RecordingsCheck"] = "JournalRulesTests",
        ["RecordingCheck"] = "RecordingRulesTests",
        ["Arguments"] = "VerifierPartsTests",
        ["Fields"] = "VerifierPartsTests",
        ["WireFields"] = "VerifierPartsTests",
        ["Report"] = "VerifierPartsTests",
        ["Trust"] = "VerifierPartsTests",
        ["Command"] = "VerifyCommandTests",
        ["Checkpoint"] = "CheckpointTests",
    };

    public static string Root { get; } = FindRoot();

    /// <summary>The test classes, in the order for a change of this file.</summary>
    public IEnumerable<string> TestsFor(string? file) =>
        file is not null && Nearest.TryGetValue(Path.GetFileNameWithoutExtension(file), out var nearest) ? Tests.OrderBy(name => name != nearest) : Tests;

    public IReadOnlyList<string> MutatedFiles() => [.. Files(Sources)];

    public IReadOnlyList<string> OtherFiles() => [.. Files(Beside)];

    private static IEnumerable<string> Files(string[] paths) => paths
        .SelectMany<string, string>(path => path.EndsWith(".cs", StringComparison.Ordinal)
            ? [Path.Combine(Root, path)]
            : Directory.GetFiles(Path.Combine(Root, path), "*.cs").Order(StringComparer.Ordinal));

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Bastion.sln")))
            directory = directory.Parent;
        return directory.FullName;
    }
}
