namespace Bastion.Admin.Tests.Rights;

/// <summary>How far somebody's identity stands when the door is tried.</summary>
public enum IdentityState
{
    /// <summary>Password and code: signed in.</summary>
    Whole,

    /// <summary>The password was right; its attempt is shown where a sign-in belongs.</summary>
    PasswordOnly,
    Idle,
    Expired,
    Ended,
    Disabled,

    /// <summary>Signed in, but at the technicians' door.</summary>
    OtherDoor,
}
