namespace Bastion.Admin.Identity;

/// <summary>Brings the counts of failed sign-ins to the journal once a minute, and at the stop.</summary>
internal sealed partial class FailedSignInsPace(FailedSignIns failed, TimeProvider time, ILogger<FailedSignInsPace> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync();
        }
        catch (OperationCanceledException)
        {
            // The stop flushes once more.
        }
    }

    private async Task FlushAsync()
    {
        try
        {
            await failed.FlushAsync();
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            Lost(failure.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Counts of failed sign-ins could not be written: {What}")]
    private partial void Lost(string what);
}
