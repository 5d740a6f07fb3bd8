using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Recordings;

/// <param name="Lines">Null while no reason was given.</param>
internal sealed record TypedModel(RecordingLine Line, IReadOnlyList<(double Second, string Text)>? Lines, bool Cut, FormErrors Errors);
