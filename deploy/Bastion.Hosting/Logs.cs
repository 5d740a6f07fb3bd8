using Microsoft.Extensions.DependencyInjection;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Bastion.Hosting;

/// <summary>Compact JSON, a file a day, 100 MiB each at most, 31 of them; warnings also on standard error.</summary>
internal static class Logs
{
    private const long MaxFileBytes = 100 << 20;
    private const int MaxFiles = 31;

    public static void Add(IServiceCollection services, Plane plane, ServiceSettings settings)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(Enum.Parse<LogEventLevel>(settings.LogLevel))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // It warns that keys are not encrypted at rest: they are files that only the service's account reads.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
            .MinimumLevel.Override("Grpc", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            // It writes whole addresses, and with them what is typed in a query.
            .MinimumLevel.Override("Yarp", LogEventLevel.Error)
            .Enrich.FromLogContext()
            .Enrich.WithProperty("Service", plane.Word())
            .WriteTo.Console(new CompactJsonFormatter(), LogEventLevel.Warning, standardErrorFromLevel: LogEventLevel.Verbose);
        if (settings.LogDirectory is { } directory)
        {
            configuration = configuration.WriteTo.File(
                new CompactJsonFormatter(),
                Path.Combine(directory, plane.Word() + "-.clef"),
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: MaxFileBytes,
                retainedFileCountLimit: MaxFiles);
        }
        // Given, not Log.Logger: three hosts may live in one process.
        services.AddSerilog(configuration.CreateLogger(), dispose: true);
    }
}
