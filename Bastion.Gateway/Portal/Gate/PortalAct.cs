namespace Bastion.Gateway.Portal.Gate;

/// <summary>Everything that can be asked of the portal. Each route of it names one.</summary>
internal enum PortalAct
{
    FollowFront,
    SignIn,
    SignOut,
    ConfirmFactor,
    Enrol,
    ReadNotice,
    AcceptNotice,
    ReadInterventions,
    RequestIntervention,
    WithdrawIntervention,
    ActInIntervention,
    FileReport,
    OpenTerminal,
    OpenDesktop,
    OpenWeb,
    OpenDesktopClient,
    ReadFiles,
    ReadAccount,
    ChangeKeys,
    ArmKey,
    ChangePasskeys,
    EndSignIn,
}
