using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bastion.Witness;

/// <summary>What the witness is told, in a JSON file.</summary>
public sealed class WitnessOptions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The name in its signature lines, as a host name and a path: witness.example.org/hospital.</summary>
    public string Name { get; init; } = "";

    /// <summary>http://address:port, or https with the certificate files.</summary>
    public string Listen { get; init; } = "";

    /// <summary>Its key (made at the first start) and, for each log, the last head it signed.</summary>
    public string Directory { get; init; } = "";

    /// <summary>The verifier keys of the logs it signs for: origin+hash+base64.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>PEM files for https; with an authority, only callers with a certificate of it are heard.</summary>
    public string CertificateFile { get; init; } = "";

    public string KeyFile { get; init; } = "";

    public string AuthorityFile { get; init; } = "";

    /// <exception cref="InvalidDataException">Not such settings; the message says all that is wrong.</exception>
    public static WitnessOptions Load(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<WitnessOptions>(File.ReadAllBytes(file), Json) ?? throw new InvalidDataException($"{file} holds no settings");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: {e.Message}");
        }
    }

    internal Uri Validate()
    {
        var errors = new List<string>();
        if (Name.Length is 0 or > 128 || Name.Any(c => c is ' ' or '+' or '\n'))
            errors.Add("name: one word of at most 128 characters");
        if (!Uri.TryCreate(Listen, UriKind.Absolute, out var listen) || listen.Scheme is not ("http" or "https") || !System.Net.IPAddress.TryParse(listen.Host.Trim('[', ']'), out _))
            errors.Add("listen: http:// or https:// with an address and a port");
        else if (listen.Scheme == "https" && (!File.Exists(CertificateFile) || !File.Exists(KeyFile)))
            errors.Add("certificateFile, keyFile: missing for https");
        if (Directory.Length == 0)
            errors.Add("directory: missing");
        if (Logs.Count == 0 || Logs.Any(log => VerifierKey.Parse(log) is null))
            errors.Add("logs: verifier keys of the form origin+hash+base64");
        return errors.Count == 0 ? listen! : throw new InvalidDataException("Witness settings: " + string.Join("; ", errors));
    }
}
