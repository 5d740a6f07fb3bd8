using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bastion.Recorder.Sealing;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>A pack taken apart and put together again, as an attacker does; with Recorder's stolen key the manifest is made right again.</summary>
internal sealed class PackSurgery
{
    public PackSurgery(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            Files[entry.FullName] = bytes.ToArray();
        }
    }

    public Dictionary<string, byte[]> Files { get; } = [];

    public JsonObject Manifest => JsonNode.Parse(Files["manifest.json"])!.AsObject();

    public JsonObject Journal => JsonNode.Parse(Files["journal.json"])!.AsObject();

    public string Recording(int number) => Manifest["recordings"]![number]!["file"]!.GetValue<string>();

    public PackSurgery Edit(string file, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(Files[file])!.AsObject();
        edit(json);
        Files[file] = Encoding.UTF8.GetBytes(json.ToJsonString());
        return this;
    }

    /// <summary>Lengths and hashes as the files are now, signed.</summary>
    public PackSurgery Resign(SigningKey stolen)
    {
        Edit("manifest.json", manifest => manifest["files"] = new JsonArray([.. Files.Where(file => !file.Key.StartsWith("manifest.", StringComparison.Ordinal)).Select(file => (JsonNode)new JsonObject
        {
            ["name"] = file.Key,
            ["bytes"] = file.Value.Length,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Value)),
        })]));
        Files["manifest.sig"] = Encoding.ASCII.GetBytes(Convert.ToBase64String(stolen.Sign([.. "bastion evidence pack v1\n"u8, .. Files["manifest.json"]])) + "\n");
        return this;
    }

    public byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in Files)
            {
                using var into = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                into.Write(content);
            }
        }
        return bytes.ToArray();
    }
}
