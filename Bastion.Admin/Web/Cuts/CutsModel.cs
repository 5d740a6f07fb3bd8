using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Supervising;
using Bastion.Admin.Vendors;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Cuts;

internal sealed record CutsModel(IReadOnlyList<AccessCut> Cuts, IReadOnlyList<Site> Sites, IReadOnlyList<Vendor> Vendors, string Reason, FormErrors Errors, bool MayLift);
