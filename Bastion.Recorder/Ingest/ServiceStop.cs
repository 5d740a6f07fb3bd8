namespace Bastion.Recorder.Ingest;

/// <summary>Says to streams that would live for hours that the service stops.</summary>
internal sealed class ServiceStop(IHostApplicationLifetime lifetime)
{
    public CancellationToken Stopping => lifetime.ApplicationStopping;
}
