using Bastion.Admin.Devices;

namespace Bastion.Admin.Web.Ward;

/// <param name="Address">Of the ward's page; empty: no code was made yet.</param>
internal sealed record LabelModel(Device Device, string Address);
