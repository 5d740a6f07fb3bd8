using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Rdp.Pdus;

namespace Bastion.Gateway.RdpBroker;

/// <summary>How a desktop connection came in, for <see cref="RdpFront"/>: its next bytes are the MCS Connect-Initial.</summary>
internal sealed record RdpEntry
{
    public required Source Source { get; init; }

    /// <summary>What the client asked for in its X.224 request; it is echoed to it.</summary>
    public required SecurityProtocols Asked { get; init; }

    /// <summary>A session that is open already: its ticket was redeemed at another door (the browser's). The front takes it over and finishes it.</summary>
    public AccessGrant? Grant { get; init; }

    /// <summary>A ticket that was proven by NLA; without it and without <see cref="Grant"/> the ticket is looked for in Client Info.</summary>
    public SignedIn? Proven { get; init; }

    /// <summary>Until Font Map was sent each write is exactly one PDU: a browser's decoder loses what comes with another.</summary>
    public bool OnePduPerWrite { get; init; }

    /// <summary>Input locale for a client that names none (0x040C: French). 0: after the technician's language.</summary>
    public uint KeyboardLayout { get; init; }

    /// <summary>Told once whether somebody signed in and whether somebody tried: the admission of the listener waits for it.</summary>
    public Action<bool, bool>? Settled { get; init; }

    /// <summary>Told what the connection itself cannot show; null: nobody.</summary>
    public IDesktopWatcher? Watcher { get; init; }
}
