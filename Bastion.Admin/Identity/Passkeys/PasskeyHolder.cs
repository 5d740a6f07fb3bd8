namespace Bastion.Admin.Identity.Passkeys;

/// <summary>One account and its passkeys, as ASP.NET Core Identity's passkey handler wants to see a user.</summary>
internal sealed record PasskeyHolder(Guid AccountId, string Login, string Name, IReadOnlyList<Passkey> Passkeys)
{
    public string Id => AccountId.ToString("D");
}
