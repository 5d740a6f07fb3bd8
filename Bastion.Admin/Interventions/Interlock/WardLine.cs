using Bastion.Admin.Devices;

namespace Bastion.Admin.Interventions.Interlock;

/// <param name="Running">The intervention that is open on it now.</param>
internal sealed record WardLine(Device Device, Intervention? Running);
