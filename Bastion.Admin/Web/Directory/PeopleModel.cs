using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Vendors;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Directory;

internal sealed record PeopleModel(IReadOnlyList<StaffMember> Staff, IReadOnlyList<Site> Sites, StaffForm Input, FormErrors Errors, string? Link, string? LinkFor)
{
    // The link is a secret until it is used.
    public override string ToString() => $"{Staff.Count} people";
}
