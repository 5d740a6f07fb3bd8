namespace Bastion.Admin.Web.Recordings;

/// <param name="Lines">Null: Recorder does not answer.</param>
internal sealed record ShelfModel(IReadOnlyList<RecordingLine>? Lines, string Text, string From, string Until, string End, IReadOnlyList<string> Ends);
