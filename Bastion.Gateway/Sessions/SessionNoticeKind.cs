namespace Bastion.Gateway.Sessions;

internal enum SessionNoticeKind
{
    TimeLeft,
    Idle,
    Message,
    Extended,
}
