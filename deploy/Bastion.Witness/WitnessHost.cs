using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Witness;

/// <summary>The witness as C2SP tlog-witness has it, and a way to ask for the head it signed last.</summary>
public static class WitnessHost
{
    /// <exception cref="InvalidDataException">The settings are wrong.</exception>
    public static WebApplication Build(WitnessOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var listen = options.Validate();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Bastion.Witness", ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(new WitnessBook(options, time));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = CheckpointRequest.MaxBytes;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Listen(IPAddress.Parse(listen.Host.Trim('[', ']')), listen.Port, door =>
            {
                if (listen.Scheme == "https")
                    door.UseHttps(https => Secure(https, options));
            });
        });
        var app = builder.Build();
        app.UseRouting();
        app.MapPost("/add-checkpoint", AddAsync);
        app.MapGet("/checkpoint/{log}", LatestAsync);
        app.MapGet("/key", (HttpContext context, WitnessBook book) => context.Response.WriteAsync(book.OwnKey + "\n"));
        return app;
    }

    /// <summary>The key that its signatures are checked with: name+hash+base64.</summary>
    public static string VerifierKey(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<WitnessBook>().OwnKey;
    }

    private static async Task AddAsync(HttpContext context, WitnessBook book)
    {
        using var reader = new StreamReader(context.Request.Body, new UTF8Encoding(false, throwOnInvalidBytes: false));
        var answer = CheckpointRequest.Read(await reader.ReadToEndAsync(context.RequestAborted)) is { } request
            ? book.Add(request.Old, request.Proof, request.Note)
            : new Answer(StatusCodes.Status400BadRequest, "not such a request\n");
        (context.Response.StatusCode, context.Response.ContentType) = (answer.Status, answer.Type);
        await context.Response.WriteAsync(answer.Text, context.RequestAborted);
    }

    private static async Task LatestAsync(HttpContext context, WitnessBook book, string log)
    {
        var note = book.Origins.FirstOrDefault(origin => WitnessBook.NameOf(origin) == log) is { } found ? book.Latest(found) : null;
        context.Response.StatusCode = note is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        await context.Response.WriteAsync(note ?? "", context.RequestAborted);
    }

    private static void Secure(HttpsConnectionAdapterOptions https, WitnessOptions options)
    {
        https.SslProtocols = System.Security.Authentication.SslProtocols.Tls13;
        https.ServerCertificate = X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile);
        if (options.AuthorityFile.Length == 0)
            return;
        var authority = X509CertificateLoader.LoadCertificateFromFile(options.AuthorityFile);
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (certificate, _, _) =>
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build(certificate);
        };
    }
}
