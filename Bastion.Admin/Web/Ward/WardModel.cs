using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Interlock;

namespace Bastion.Admin.Web.Ward;

internal sealed record WardModel(IReadOnlyList<Device> Devices, CareLists Lists);
