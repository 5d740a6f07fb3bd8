using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.SignIn;

/// <summary>The second factor again, for an act that wants a fresh one.</summary>
internal sealed record ConfirmModel(SignedIn Who, string Back, Refusal? Refusal = null);
