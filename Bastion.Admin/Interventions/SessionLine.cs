using Bastion.Admin.Interventions.Leases;

namespace Bastion.Admin.Interventions;

internal sealed record SessionLine(Guid Id, string Technician, string Source, SessionState State, SessionEndReason? EndReason, string EndText, DateTimeOffset From, DateTimeOffset? Until, string RecordingId);
