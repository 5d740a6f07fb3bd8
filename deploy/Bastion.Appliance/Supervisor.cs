using System.Runtime.InteropServices;
using Bastion.Hosting;

namespace Bastion.Appliance;

/// <summary>Runs the three services of an installation until a signal comes, and renews certificates meanwhile.</summary>
internal sealed class Supervisor(Installation installation, TimeProvider time, Action<string> say)
{
    /// <summary>0 after an orderly stop, 2 when a service refused its settings.</summary>
    public async Task<int> Run()
    {
        using var stopping = new CancellationTokenSource();
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            stopping.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);

        var readiness = installation.Readiness();
        // Started together: the order is free. Stopped from the outside in, so that sessions end by a word and Recorder seals them.
        List<ServiceKeeper> keepers = [.. ((Plane[])[Plane.Gateway, Plane.Admin, Plane.Recorder]).Select(plane =>
            new ServiceKeeper(installation.CommandFor(plane), installation.Files.Peers(plane), readiness, time, say))];
        try
        {
            foreach (var keeper in keepers)
                keeper.Start();
            await Task.WhenAll(keepers.Select(k => k.Ready)).WaitAsync(stopping.Token);
            say($"Bastion is ready: portal {installation.Record.PortalUrl} · staff {installation.Record.AdminUrl} · ssh port {installation.Record.SshPort}");
            await KeepCertificates(stopping.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0;
        }
        catch (InvalidOperationException e)
        {
            say(e.Message);
            return ServiceKeeper.SettingsExitCode;
        }
        finally
        {
            say("Stopping.");
            foreach (var keeper in keepers)
                await keeper.DisposeAsync();
        }
    }

    private async Task KeepCertificates(CancellationToken cancel)
    {
        using var tick = new PeriodicTimer(Certificates.Interval, time);
        while (await tick.WaitForNextTickAsync(cancel))
        {
            try
            {
                if (installation.Certificates.Renew() is { Count: > 0 } renewed)
                    say("certificates renewed: " + string.Join(", ", renewed));
            }
            catch (IOException e)
            {
                // Tried again in an hour, a third of the life before it matters.
                say("certificates could not be renewed: " + e.Message);
            }
        }
    }
}
