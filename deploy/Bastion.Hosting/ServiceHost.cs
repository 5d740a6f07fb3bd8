using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bastion.Hosting;

/// <summary>
/// The start of every service: logs, metrics, health, quiet Kestrel. Reads no environment variable, no command line and no appsettings.json:
/// what a service does is in its settings file.
/// </summary>
public static class ServiceHost
{
    // Every live session is one stream; browsers get the small number.
    private const int PeerStreamsPerConnection = 1024;
    private const int BrowserStreamsPerConnection = 128;

    public static WebApplicationBuilder CreateBuilder(Plane plane, ServiceSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "Bastion." + plane,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        var doors = new Doors();
        builder.Services.AddSingleton(doors);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(time);
        builder.Services.AddRouting();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<IStartupFilter, DoorFilter>();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        Logs.Add(builder.Services, plane, settings);
        Telemetry.Add(builder.Services, plane, settings);
        AddFormKeys(builder.Services, plane, settings);

        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.Configure<SocketTransportOptions>(o => o.CreateBoundListenSocket = BoundSocket.Create);
        builder.Services.Configure<KestrelServerOptions>(kestrel => ConfigureKestrel(kestrel, settings, doors));
        return builder;
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel, ServiceSettings settings, Doors doors)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = settings.MaxRequestBodyBytes;
        limits.MaxConcurrentConnections = settings.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = settings.MaxConnections;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 16 << 10;
        limits.MaxRequestLineSize = 4 << 10;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(1);
        limits.Http2.MaxStreamsPerConnection = doors.HasBrowsers ? BrowserStreamsPerConnection : PeerStreamsPerConnection;
        limits.Http2.InitialStreamWindowSize = 1 << 20;
        limits.Http2.InitialConnectionWindowSize = 8 << 20;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
    }

    private static void AddFormKeys(IServiceCollection services, Plane plane, ServiceSettings settings)
    {
        var keys = services.AddDataProtection().SetApplicationName("Bastion." + plane);
        if (settings.FormKeyDirectory is { } directory)
            keys.PersistKeysToFileSystem(Directory.CreateDirectory(directory));
        else
            keys.UseEphemeralDataProtectionProvider();
    }
}
