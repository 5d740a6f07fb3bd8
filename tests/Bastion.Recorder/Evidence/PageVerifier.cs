using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Bastion.Testing;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>The code of verify.html under Node.js: one process, any number of packs.</summary>
internal sealed class PageVerifier : IAsyncDisposable
{
    private readonly ChildProcess _node;
    private int _answered;

    private PageVerifier(ChildProcess node) => _node = node;

    public static async Task<PageVerifier> StartAsync(byte[]? trust, string? witnessed, string? passphrase)
    {
        var verifier = new PageVerifier(ChildProcess.Start("node", [Path.Combine(Here(), "verify.mjs")]));
        var options = JsonSerializer.SerializeToUtf8Bytes(new
        {
            trust = trust is null ? (JsonElement?)null : JsonDocument.Parse(trust).RootElement,
            witnessed = witnessed is null ? Array.Empty<string>() : [witnessed],
            passphrase,
        });
        await verifier.SendAsync(options);
        return verifier;
    }

    public async Task<PageAnswer> VerifyAsync(byte[] zip)
    {
        await SendAsync(zip);
        var lines = Array.Empty<string>();
        await Eventually.True(
            () =>
            {
                Assert.False(_node.HasExited, _node.Errors.Text);
                lines = _node.Output.Text.Split('\n');
                return lines.Length > _answered + 1;
            },
            "the page's code to answer",
            TimeSpan.FromMinutes(2));
        return JsonSerializer.Deserialize<PageAnswer>(lines[_answered++], JsonSerializerOptions.Web)!;
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private async Task SendAsync(byte[] bytes)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        await _node.Input.WriteAsync(length);
        await _node.Input.WriteAsync(bytes);
        await _node.Input.FlushAsync();
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
