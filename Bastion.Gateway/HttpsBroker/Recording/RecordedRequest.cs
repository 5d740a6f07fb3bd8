namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>A request's first line as the browser sent it, secrets in its query already struck out.</summary>
/// <param name="Page">The browser asked for it to show it as a page.</param>
internal sealed record RecordedRequest(string Method, string Target, string Version, bool Page);
