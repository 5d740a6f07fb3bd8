using Bastion.Admin.Devices;

namespace Bastion.Admin.Interventions.Interlock;

internal sealed record WardView(Unit Unit, IReadOnlyList<WardLine> Lines);
