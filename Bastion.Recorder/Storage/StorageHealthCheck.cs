using Bastion.Recorder.Recordings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bastion.Recorder.Storage;

/// <summary>Unhealthy from the first storage failure on; degraded when less than a GiB of disk is free.</summary>
internal sealed class StorageHealthCheck(EvidenceStore store) : IHealthCheck
{
    private const long LowDisk = 1L << 30;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!store.Health.Ok)
            return Task.FromResult(HealthCheckResult.Unhealthy(store.Health.Text));
        var free = store.Directory.FreeBytes;
        return Task.FromResult(free < LowDisk
            ? HealthCheckResult.Degraded($"{free} bytes of disk are free")
            : HealthCheckResult.Healthy());
    }
}
