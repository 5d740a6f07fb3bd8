using Bastion.Admin.Contracts;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Gateway.Portal.Account;

/// <summary>The account page: keys, interventions a key can be armed for, sign-ins, and what was typed when a key was refused.</summary>
internal sealed record AccountModel(IReadOnlyList<SshKey> Keys, IReadOnlyList<PasskeyLine> Passkeys, IReadOnlyList<InterventionView> Openable, IReadOnlyList<SignInLine> SignIns)
{
    public string KeyName { get; init; } = "";

    public string KeyLine { get; init; } = "";

    public FormErrors Errors { get; init; } = FormErrors.None;

    /// <summary>Adding the key wants a fresh second factor; what was typed is kept on the page.</summary>
    public bool Stale { get; init; }

    public Refusal? Refusal { get; init; }
}
