using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.Recordings;

/// <param name="Check">Null: it could not be verified now.</param>
/// <param name="At">Second to start at, of the deep link.</param>
internal sealed record ReplayModel(RecordingLine Line, string Reason, string Pass, Verification? Check, double At, IReadOnlyList<FileLine> Files, IReadOnlyList<CommentLine> Comments);
