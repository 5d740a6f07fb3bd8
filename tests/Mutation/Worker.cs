using System.Globalization;

namespace Bastion.Mutation;

/// <summary>A process of its own, since a mutant may never end: a number on each line of input, the outcome on one of output.</summary>
internal static class Worker
{
    public const string Killed = "killed";
    public const string Survived = "survived";
    public const string Invalid = "invalid";

    public static async Task<int> RunAsync(Target target)
    {
        var build = new InMemoryBuild(target);
        // What the tests print is nobody's here.
        var answers = Console.Out;
        Console.SetOut(TextWriter.Null);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var number = int.Parse(line, CultureInfo.InvariantCulture);
            var mutant = number < 0 ? null : build.Mutants[number];
            if (build.Make(mutant) is not { } assembly)
            {
                await answers.WriteLineAsync(Invalid);
                continue;
            }
            var run = new TestRun(target, mutant?.File, assembly);
            var failure = await run.RunAsync();
            run.Unload();
            await answers.WriteLineAsync(failure is null ? Survived : $"{Killed} {failure}");
        }
        return 0;
    }
}
