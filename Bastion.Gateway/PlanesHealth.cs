using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bastion.Gateway;

/// <summary>Whether a new session could open: Admin's stream is up. Live sessions are told beside it.</summary>
internal sealed class PlanesHealth(LeaseKeeper keeper, SessionRegistry registry) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var sessions = $"{registry.Count} sessions";
        return Task.FromResult(keeper.Connected
            ? HealthCheckResult.Healthy(sessions)
            : HealthCheckResult.Degraded("the stream to Admin is down; " + sessions));
    }
}
