using System.Text.Json.Serialization;

namespace Bastion.Gateway.Portal.Terminal;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerWord))]
[JsonSerializable(typeof(TicketReply))]
internal sealed partial class ServerWordJson : JsonSerializerContext;
