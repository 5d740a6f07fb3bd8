using Bastion.Gateway.Sessions;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Gateway.Recording;

/// <summary>
/// Asks Recorder twice a second how it is, for the sessions in which nothing happens: they must freeze as soon as the busy ones when it goes away.
/// A storage that failed ends them at once; silence freezes, and ends them when it lasts.
/// </summary>
internal sealed partial class RecorderPulse(Journal.JournalClient recorder, SessionRegistry registry, IoClock io, ILogger<RecorderPulse> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(400);

    private long? silentSince;
    private bool frozen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await io.Delay(Beat, stoppingToken);
            if (registry.Count == 0)
            {
                silentSince = null;
                frozen = false;
                continue;
            }
            await BeatAsync(stoppingToken);
        }
    }

    private async Task BeatAsync(CancellationToken stopping)
    {
        var asked = io.GetTimestamp();
        try
        {
            var status = await recorder.StatusAsync(new StatusRequest(), cancellationToken: stopping).ResponseAsync.WaitAsync(RecordingTap.SilenceLimit, stopping);
            if (!status.StorageOk)
            {
                EndAll("storage has failed");
                return;
            }
            silentSince = null;
            if (frozen)
                Lift();
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            silentSince ??= asked;
            if (io.GetElapsedTime(silentSince.Value) >= RecordingTap.SilenceLimit + RecordingTap.HoldLimit)
                EndAll(e.Message);
            else
                Freeze(e.Message);
        }
    }

    private void Freeze(string what)
    {
        if (!frozen)
            Silent(registry.Count, what);
        frozen = true;
        foreach (var session in registry.Live)
            session.Freeze(FreezeCause.Recorder, blind: true);
    }

    private void Lift()
    {
        frozen = false;
        foreach (var session in registry.Live)
            session.Lift(FreezeCause.Recorder);
    }

    private void EndAll(string what)
    {
        Silent(registry.Count, what);
        foreach (var session in registry.Live)
        {
            session.Freeze(FreezeCause.Recorder, blind: true);
            session.End(SessionEndReason.RecorderLost);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Recorder does not answer, {Count} sessions are held: {What}")]
    private partial void Silent(int count, string what);
}
