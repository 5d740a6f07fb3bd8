using Bastion.Admin.Oversight;

namespace Bastion.Admin.Web.Live;

internal sealed record LiveModel(IReadOnlyList<RunningSession> Sessions);
