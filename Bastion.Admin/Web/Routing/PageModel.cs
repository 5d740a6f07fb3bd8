namespace Bastion.Admin.Web.Routing;

internal sealed record PageModel(object Value);
