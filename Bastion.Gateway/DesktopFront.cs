using System.Security.Cryptography.X509Certificates;
using Bastion.Gateway.Portal.DesktopTickets;
using Bastion.Gateway.RdpBroker;

namespace Bastion.Gateway;

/// <summary>Between the portal and the listener for desktop clients, which know nothing of each other.</summary>
internal sealed class DesktopFront(RdpListener listener, RdpIdentity identity) : IDesktopFront
{
    public int Port => listener.Where?.Port ?? 0;

    public X509Certificate2 Signer => identity.Certificate;
}
