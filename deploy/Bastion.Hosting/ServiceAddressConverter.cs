using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bastion.Hosting;

internal sealed class ServiceAddressConverter : JsonConverter<ServiceAddress>
{
    public override ServiceAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ServiceAddress.TryParse(reader.GetString(), out var address, out var error) ? address : throw new JsonException(error);

    public override void Write(Utf8JsonWriter writer, ServiceAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
