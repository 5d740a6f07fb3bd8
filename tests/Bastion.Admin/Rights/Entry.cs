namespace Bastion.Admin.Tests.Rights;

/// <summary>What a door answered.</summary>
public enum Entry
{
    Admitted,
    SignInFirst,
    Refused,
    Broken,
}
