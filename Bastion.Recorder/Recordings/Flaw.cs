namespace Bastion.Recorder.Recordings;

/// <summary>The first thing that is wrong with a recording.</summary>
/// <param name="Code">preamble | length | order | chain | signature | cipher | content | incomplete | trailing | keys</param>
/// <param name="Offset">Byte in the file where the record with the flaw starts.</param>
internal sealed record Flaw(string Code, long Offset, string Text);
