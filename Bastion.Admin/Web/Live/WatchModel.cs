using Bastion.Admin.Interventions;
using Bastion.Admin.Oversight;

namespace Bastion.Admin.Web.Live;

/// <param name="Session">Null once it has ended.</param>
/// <param name="Sheet">Of its intervention.</param>
/// <param name="Line">The session in the intervention's list.</param>
internal sealed record WatchModel(Guid SessionId, RunningSession? Session, InterventionSheet Sheet, SessionLine Line);
