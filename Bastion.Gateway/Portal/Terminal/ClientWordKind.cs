namespace Bastion.Gateway.Portal.Terminal;

internal enum ClientWordKind
{
    Start,
    Size,
    Ack,
    Leave,
}
