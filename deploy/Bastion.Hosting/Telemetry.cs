using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bastion.Hosting;

/// <summary>Meters and sources named <c>Bastion.*</c>, the runtime's and ASP.NET Core's; scraped on the peers' door, pushed where settings say so.</summary>
internal static class Telemetry
{
    private const string OwnNames = "Bastion.*";

    public static void Add(IServiceCollection services, Plane plane, ServiceSettings settings)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("bastion-" + plane.Word()))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(OwnNames).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter();
                if (settings.OtlpEndpoint is { } endpoint)
                    metrics.AddOtlpExporter(o => o.Endpoint = endpoint);
            });
        if (settings.OtlpEndpoint is { } traces)
            telemetry.WithTracing(tracing => tracing.AddSource(OwnNames).AddAspNetCoreInstrumentation().AddOtlpExporter(o => o.Endpoint = traces));
    }
}
