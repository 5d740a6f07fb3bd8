namespace Bastion.Gateway.Sessions;

/// <summary>Told of every step of every session; must neither block nor throw.</summary>
internal interface ISessionObserver
{
    void Changed(BrokeredSession session, SessionTransition transition, string text, string by);
}
