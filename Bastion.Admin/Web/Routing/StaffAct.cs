namespace Bastion.Admin.Web.Routing;

/// <summary>Metadata of every route: what the visitor does there, and who may.</summary>
internal sealed record StaffAct(string Name, Roles Roles);
