using System.Security.Cryptography.X509Certificates;

namespace Bastion.Gateway.Portal.DesktopTickets;

/// <summary>What the pages say about the listener for desktop clients.</summary>
internal interface IDesktopFront
{
    /// <summary>Bound port; 0 when there is no such listener.</summary>
    int Port { get; }

    /// <summary>Signs .rdp files.</summary>
    X509Certificate2 Signer { get; }
}
