using Bastion.Admin.Devices;

namespace Bastion.Admin.Interventions.Interlock;

/// <param name="Releases">Wait for, or hold, a release.</param>
/// <param name="Devices">To be checked, or non-conforming.</param>
/// <param name="Reports">Due, overdue, or to be read.</param>
internal sealed record CareLists(IReadOnlyList<Intervention> Releases, IReadOnlyList<Device> Devices, IReadOnlyList<Intervention> Reports, DateTimeOffset Now);
