namespace Bastion.Gateway.Portal.Gate;

/// <summary>Everything that can be asked of the portal. Each route names one; a route without one answers 404.</summary>
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
    OpenTerminal,
    ReadAccount,
    ChangeKeys,
    ArmKey,
    EndSignIn,
    ChooseLanguage,
    MissPage,
}
