using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Recordings;

internal sealed record AskModel(RecordingLine Line, string Reason, string At, FormErrors Errors);
