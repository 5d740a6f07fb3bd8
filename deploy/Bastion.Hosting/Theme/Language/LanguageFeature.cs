namespace Bastion.Hosting.Theme.Language;

/// <summary>Set on the request by whoever knows the visitor's account: its language wins over cookie and browser.</summary>
public sealed record LanguageFeature(string Language);
