namespace Bastion.Ssh.Authentication;

internal enum AuthVerdictKind
{
    Accept,
    Partial,
    Reject,
    Disconnect,
}
