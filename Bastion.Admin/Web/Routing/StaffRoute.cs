namespace Bastion.Admin.Web.Routing;

/// <summary>One line of the table of routes. A WebSocket is a GET over HTTP/1.1 and a CONNECT over HTTP/2 (RFC 8441).</summary>
internal sealed record StaffRoute(string Method, string Pattern, string Act, Delegate Handler, bool IsSocket = false);
