using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Bastion.Benchmarks;

/// <summary>The forwarder alone, as a process: what recording and control are measured against.</summary>
internal static class PlainForwarder
{
    public static async Task Run(string port, string origin, string certificate, string key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), listen => listen.UseHttps(pem)));
        await using var app = builder.Build();
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, ActivityHeadersPropagator = null });
        app.MapForwarder("/{**all}", origin, new ForwarderRequestConfig { Version = HttpVersion.Version11 }, HttpTransformer.Default, invoker);
        await app.RunAsync();
    }
}
