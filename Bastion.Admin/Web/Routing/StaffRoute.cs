namespace Bastion.Admin.Web.Routing;

/// <summary>One line of the table of routes.</summary>
internal sealed record StaffRoute(string Method, string Pattern, string Act, Delegate Handler);
