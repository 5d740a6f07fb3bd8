namespace Bastion.Admin.Identity;

/// <param name="User">Public.</param>
/// <param name="Password">Shown once, kept nowhere.</param>
internal sealed record IssuedTicket(string User, string Password, DateTimeOffset Until)
{
    public override string ToString() => $"ticket {User}";
}
