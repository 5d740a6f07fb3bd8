using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.DesktopTickets;

/// <summary>A ticket that was given out just now; it is shown this once.</summary>
internal sealed record DesktopTicketModel(InterventionView View, string Host, int Port, string User, string Password, DateTimeOffset Until)
{
    public override string ToString() => $"desktop ticket {User}";
}
