using Bastion.Hosting;
using Bastion.Recorder.Ingest;
using Bastion.Recorder.Journal;
using Bastion.Recorder.Playback;
using Bastion.Recorder.Playback.Desktop;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Bastion.Recorder.Export;
using Bastion.Recorder.Retention;
using Bastion.Recorder.Search;
using Bastion.Recorder.Witnessing;

namespace Bastion.Recorder;

/// <summary>Puts the evidence plane together.</summary>
public static class RecorderHost
{
    /// <summary>Bytes that a Gateway may send ahead on all its streams.</summary>
    private const int ConnectionWindow = 64 << 20;

    /// <exception cref="SettingsException">With everything that is wrong with the options.</exception>
    public static WebApplication Build(RecorderOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Build(options, time, new LibcCalls());
    }

    internal static WebApplication Build(RecorderOptions options, TimeProvider time, ISystemCalls calls)
    {
        var disk = new Disk(calls);
        var errors = new SettingsErrors();
        options.Validate(errors);
        var leaseKeys = options.ReadLeaseKeys(errors);
        var ring = string.IsNullOrWhiteSpace(options.KeyDirectory) ? null : KeyFiles.Load(disk, options.KeyDirectory, options.CreateMissingKeys, errors, options.AuditorKeyFile);
        errors.ThrowIfAny("Recorder");
        var identity = TlsIdentity.Load(options.CertificateFile, options.KeyFile, options.AuthorityFile, time);

        var builder = ServiceHost.CreateBuilder(Plane.Recorder, options.Service, time);
        builder.ListenForPeers(options.Listen!, identity);
        // A few busy recordings must not use up the window that all sessions of a Gateway share; and what comes is short work that no other thread
        // has to be woken for. Nobody but the other services gets as far as this.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.Http2.InitialConnectionWindowSize = ConnectionWindow);
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        var services = builder.Services;
        services.AddMetrics();
        services.AddSingleton(disk);
        services.AddSingleton(ring!);
        services.AddSingleton(leaseKeys);
        services.AddSingleton(new LeaseCheck(leaseKeys, options.MaxCeilingBytes));
        services.AddSingleton(new StoreSettings(
            options.DataDirectory, options.AdoptionTime, options.WalSegments, options.WalSegmentBytes, Math.Min(4 << 20, options.WalSegmentBytes / 2), options.JournalOrigin));
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton(sp => new DiskReserve(() => sp.GetRequiredService<EvidenceStore>().Directory.FreeBytes, options.JournalReserveBytes));
        services.AddSingleton<RecordingOpener>();
        services.AddSingleton<RecordingReading>();
        services.AddSingleton<RecordingVerifier>();
        services.AddSingleton<ReplayCertificate>();
        services.AddSingleton<DesktopPlayback>();
        services.AddSingleton<ServiceStop>();
        services.AddHostedService<StoreLifetime>();
        AddWitnessing(services, options);
        services.AddSingleton<PackExport>();
        services.AddSingleton<Coverage>();
        services.AddSingleton<RetentionBook>();
        services.AddSingleton<Eraser>();
        services.AddHostedService(sp => ActivatorUtilities.CreateInstance<ExpiryKeeper>(sp, options.RecordingMonths, options.JournalMonths));
        services.AddSingleton<SearchFiles>();
        services.AddHostedService<Indexer>();
        services.AddSingleton(sp => new DiskShare(() => sp.GetRequiredService<EvidenceStore>().Directory, options.AlarmPercent, options.RefusePercent));
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage");

        var app = builder.Build();
        app.MapGrpcService<RecordingService>();
        app.MapGrpcService<JournalService>();
        app.MapGrpcService<EvidenceService>();
        app.MapGrpcService<RetentionService>();
        app.MapGrpcService<SearchService>();
        return app;
    }

    private static void AddWitnessing(IServiceCollection services, RecorderOptions options)
    {
        var http = WitnessCalls.Create(options);
        IReadOnlyList<WitnessClient> clients = [.. options.Witnesses.Select(witness => new WitnessClient(witness, WitnessKey.Parse(witness.Key)!, http))];
        services.AddSingleton(sp => ActivatorUtilities.CreateInstance<Witnesses>(sp, clients, options.JournalOrigin, options.WitnessEvery));
        services.AddHostedService(sp => sp.GetRequiredService<Witnesses>());
        services.AddSingleton(new TimestampAuthority(options.TimestampUrl.Length > 0 ? new Uri(options.TimestampUrl) : null, http));
        services.AddSingleton(sp => ActivatorUtilities.CreateInstance<TimestampKeeper>(sp, options.JournalOrigin, options.TimestampEvery));
        services.AddHostedService(sp => sp.GetRequiredService<TimestampKeeper>());
    }
}
