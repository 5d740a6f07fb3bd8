namespace Bastion.Gateway.SshBroker;

/// <summary>An SSH user name: <c>login+device</c>, or <c>login</c> alone for the menu.</summary>
internal readonly record struct LoginName(string Login, string Device)
{
    public static LoginName Parse(string user)
    {
        var plus = user.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? new LoginName(user, "") : new LoginName(user[..plus], user[(plus + 1)..]);
    }
}
