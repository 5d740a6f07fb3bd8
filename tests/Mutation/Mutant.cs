using Microsoft.CodeAnalysis.Text;

namespace Bastion.Mutation;

/// <summary>One change of one source file: what stands at the span becomes this text.</summary>
/// <param name="Kind">Which rule made it.</param>
internal sealed record Mutant(string File, TextSpan Span, string Text, string Kind, int Line, string Before)
{
    public override string ToString() => $"{File}:{Line} {Kind}: {Short(Before)} -> {Short(Text)}";

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 90 ? line[..90] + "…" : line;
    }
}
