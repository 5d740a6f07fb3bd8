using System.Text.Json.Serialization;

namespace Bastion.Gateway.Portal.Terminal;

/// <summary>The answer to the POST that mints a ticket.</summary>
internal sealed record TicketReply([property: JsonPropertyName("ticket")] string Ticket);
