namespace Bastion.Recorder.Search;

/// <param name="Micros">Since the recording was opened.</param>
/// <param name="Kind">output, exec, file, title or notice.</param>
internal readonly record struct TranscriptLine(long Micros, string Kind, string Text);
