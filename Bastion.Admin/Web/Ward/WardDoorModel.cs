using Bastion.Admin.Interventions.Interlock;

namespace Bastion.Admin.Web.Ward;

/// <param name="Refused">Why the last press did nothing; empty for none.</param>
internal sealed record WardDoorModel(string Code, WardView View, string Refused);
