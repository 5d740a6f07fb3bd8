using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bastion.Hosting;

/// <summary>Settings are one JSON file per service: camelCase names, comments allowed, an unknown name is an error.</summary>
public static class SettingsFile
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    /// <exception cref="SettingsException">The file is not there or is not such an object. Values are not judged here.</exception>
    public static T Read<T>(string service, string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Json)
                ?? throw new SettingsException(service, [$"'{path}' holds no settings"]);
        }
        catch (JsonException e)
        {
            throw new SettingsException(service, [$"'{path}': {e.Message}"]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(service, [$"cannot read '{path}': {e.Message}"]);
        }
    }

    public static void Write<T>(string path, T settings)
        where T : class => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(settings, Json));
}
