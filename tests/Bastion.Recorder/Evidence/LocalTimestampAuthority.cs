using System.Diagnostics;
using Bastion.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>A real RFC 3161 authority: openssl ts behind HTTP.</summary>
internal sealed class LocalTimestampAuthority : IAsyncDisposable
{
    private const string Configuration = """
        [tsa]
        default_tsa = own
        [own]
        serial = serial
        crypto_device = builtin
        signer_cert = tsa.pem
        signer_key = tsa.key
        signer_digest = sha256
        default_policy = 1.2.3.4.1
        digests = sha256
        accuracy = secs:1
        ess_cert_id_alg = sha256
        [tsa_ext]
        extendedKeyUsage = critical,timeStamping
        [req]
        distinguished_name = dn
        prompt = no
        [dn]
        CN = Authority of the tests
        """;

    private readonly TemporaryDirectory _directory = new("tsa");
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _one = new(1, 1);

    private LocalTimestampAuthority()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/", StampAsync);
    }

    public string Url => _app.Urls.Single() + "/";

    public string Certificate => File.ReadAllText(_directory.At("tsa.pem"));

    public static async Task<LocalTimestampAuthority> StartAsync()
    {
        var authority = new LocalTimestampAuthority();
        await File.WriteAllTextAsync(authority._directory.At("tsa.cnf"), Configuration);
        await File.WriteAllTextAsync(authority._directory.At("serial"), "01\n");
        await authority.OpensslAsync("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem", "-days", "3", "-config", "tsa.cnf", "-extensions", "tsa_ext");
        await authority._app.StartAsync();
        return authority;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _one.Dispose();
        _directory.Dispose();
    }

    private async Task StampAsync(HttpContext context)
    {
        await _one.WaitAsync();
        try
        {
            await using (var query = File.Create(_directory.At("query.tsq")))
                await context.Request.Body.CopyToAsync(query);
            await OpensslAsync("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr");
            context.Response.ContentType = "application/timestamp-reply";
            await context.Response.SendFileAsync(_directory.At("reply.tsr"));
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task OpensslAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments) { WorkingDirectory = _directory.Path, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}
