namespace Bastion.Admin.Web.Routing;

/// <summary>Metadata of every route: what the visitor does there. Who may is in the table of rights.</summary>
internal sealed record StaffAct(string Name);
