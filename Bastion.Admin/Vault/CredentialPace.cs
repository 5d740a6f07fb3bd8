namespace Bastion.Admin.Vault;

/// <summary>Once a minute: changes credentials that are due, and takes data keys away that nothing needs any more.</summary>
internal sealed partial class CredentialPace(CredentialTasks tasks, KeyRotation rotation, TimeProvider time, ILogger<CredentialPace> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The stop.
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await tasks.RunDueAsync(stopping);
            await rotation.SweepAsync(stopping);
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException or System.Security.Cryptography.CryptographicException)
        {
            Failed(failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Credentials that are due could not be changed: {What}")]
    private partial void Failed(string what);
}
