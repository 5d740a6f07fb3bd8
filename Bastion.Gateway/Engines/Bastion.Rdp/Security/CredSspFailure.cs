namespace Bastion.Rdp.Security;

/// <summary>Why a sign-in by CredSSP came to nothing.</summary>
public enum CredSspFailure
{
    None,

    /// <summary>Account or password are wrong, or the account may not.</summary>
    Refused,

    /// <summary>The key of the TLS connection is not the one that the other side sees: somebody is in between.</summary>
    KeyMismatch,

    /// <summary>Older than the version that binds to that key.</summary>
    TooOld,
    Broken,
}
