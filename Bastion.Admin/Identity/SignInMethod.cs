namespace Bastion.Admin.Identity;

/// <summary>What proved the identity behind a sign-in.</summary>
internal enum SignInMethod
{
    /// <summary>Password and TOTP.</summary>
    Code,

    /// <summary>Password and a recovery code.</summary>
    Recovery,

    /// <summary>An SSH key, armed or with a code.</summary>
    Key,

    /// <summary>A passkey that its maker may copy to other machines.</summary>
    Passkey,

    /// <summary>A passkey whose private key does not leave its device.</summary>
    BoundPasskey,

    /// <summary>An OpenID provider.</summary>
    Provider,
}
