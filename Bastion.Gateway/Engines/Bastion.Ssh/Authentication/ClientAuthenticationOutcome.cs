namespace Bastion.Ssh.Authentication;

public enum ClientAuthenticationOutcome
{
    Accepted,

    /// <summary>The device refused the credential.</summary>
    Refused,

    /// <summary>The device offers no method that the credential can answer.</summary>
    NoUsableMethod,

    /// <summary>The device wants the password changed first.</summary>
    PasswordExpired,

    /// <summary>The credential was right and the device wants another factor besides.</summary>
    MoreWanted,

    /// <summary>The connection ended before a verdict.</summary>
    Ended,
}
