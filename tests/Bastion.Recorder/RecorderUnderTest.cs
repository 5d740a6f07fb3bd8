using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Bastion.Recorder.Witnessing;
using Bastion.Testing;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Recorder.Tests;

/// <summary>A Recorder on real files behind a real socket with mutual TLS, and its two callers.</summary>
internal sealed class RecorderUnderTest : IAsyncDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TemporaryDirectory _directory = new("recorder");
    private readonly TimeProvider _time;
    private readonly Dictionary<TestCertificate, GrpcChannel> _channels = [];
    private readonly TestCertificate _gateway;
    private readonly TestCertificate _admin;
    private WebApplication? _app;

    private RecorderUnderTest(TimeProvider time, Func<string, IReadOnlyList<WitnessSettings>>? witnesses = null, string timestampUrl = "", int walSegmentBytes = 4 << 20, int walSegments = 2)
    {
        _time = time;
        Leases = new LeaseMaker(time);
        (_gateway, _admin) = (_authority.IssueService("gateway"), _authority.IssueService("admin"));
        var own = _authority.IssueService("recorder");
        Options = new RecorderOptions
        {
            Listen = ServiceAddress.Unix(_directory.At("recorder.sock")),
            CertificateFile = own.CertificateFile,
            KeyFile = own.KeyFile,
            AuthorityFile = own.AuthorityFile,
            DataDirectory = _directory.At("data"),
            KeyDirectory = _directory.At("keys"),
            LeaseKeys = [Leases.PublicKeyPem],
            WalSegmentBytes = walSegmentBytes,
            WalSegments = walSegments,
            Witnesses = witnesses?.Invoke(_directory.At("keys")) ?? [],
            TimestampUrl = timestampUrl,
        };
    }

    public RecorderOptions Options { get; }

    public LeaseMaker Leases { get; }

    public string DataDirectory => Options.DataDirectory;

    public EvidenceStore Store => _app!.Services.GetRequiredService<EvidenceStore>();

    public Contracts.Recording.RecordingClient Recording => new(Channel(_gateway));

    public Contracts.Evidence.EvidenceClient Evidence => new(Channel(_admin));

    public Contracts.Retention.RetentionClient Retention => new(Channel(_admin));

    public Contracts.Search.SearchClient Search => new(Channel(_admin));

    public IServiceProvider Services => _app!.Services;

    public Contracts.Journal.JournalClient Journal => new(Channel(_admin));

    public Contracts.Journal.JournalClient JournalOfGateway => new(Channel(_gateway));

    public Contracts.Evidence.EvidenceClient EvidenceOfGateway => new(Channel(_gateway));

    public Contracts.Recording.RecordingClient RecordingOfAdmin => new(Channel(_admin));

    public static async Task<RecorderUnderTest> StartAsync(TimeProvider? time = null, ISystemCalls? calls = null)
    {
        var recorder = new RecorderUnderTest(time ?? TimeProvider.System);
        await recorder.StartAgainAsync(calls);
        return recorder;
    }

    /// <param name="witnesses">Given the key directory.</param>
    public static async Task<RecorderUnderTest> StartAsync(Func<string, IReadOnlyList<WitnessSettings>> witnesses, string timestampUrl = "")
    {
        var recorder = new RecorderUnderTest(TimeProvider.System, witnesses, timestampUrl);
        await recorder.StartAgainAsync();
        return recorder;
    }

    /// <summary>A files-only Recorder: for a child process that the test starts itself.</summary>
    public static RecorderUnderTest Stopped(int walSegmentBytes = 4 << 20, int walSegments = 2) => new(TimeProvider.System, walSegmentBytes: walSegmentBytes, walSegments: walSegments);

    public string SettingsFile()
    {
        var file = _directory.At("recorder.json");
        Hosting.SettingsFile.Write(file, Options);
        return file;
    }

    public async Task StartAgainAsync(ISystemCalls? calls = null)
    {
        _app = RecorderHost.Build(Options, _time, calls ?? new LibcCalls());
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        foreach (var channel in _channels.Values)
            channel.Dispose();
        _channels.Clear();
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    public async Task<TestSession> OpenAsync(long ceiling = 64 << 20, string? intervention = null)
    {
        var lease = Leases.Lease(ceiling);
        lease.InterventionId = intervention ?? lease.InterventionId;
        var receipt = await OpenAsync(Leases.Sign(lease));
        return new TestSession(this, lease, receipt);
    }

    public async Task<SignedReceipt> OpenAsync(Bastion.Admin.Contracts.SignedLease lease) => await Recording.OpenAsync(new OpenRecordingRequest
    {
        SignedLease = lease.ToByteString(),
        Client = "SSH-2.0-OpenSSH_9.2",
        GatewayId = "gateway-1",
    });

    public async Task<List<RecordedFrame>> ReadAsync(string recording, bool input = true, ulong from = 0, bool follow = false, CancellationToken cancel = default)
    {
        using var call = Evidence.Read(
            new ReadRecordingRequest { RecordingId = recording, IncludeInput = input, FromIndex = from, Follow = follow, Viewer = Auditor() }, cancellationToken: cancel);
        var frames = new List<RecordedFrame>();
        await foreach (var frame in call.ResponseStream.ReadAllAsync(cancel))
            frames.Add(frame);
        return frames;
    }

    public async Task<List<StoredEntry>> JournalAsync(ReadJournalRequest request)
    {
        using var call = Journal.Read(request);
        var entries = new List<StoredEntry>();
        await foreach (var entry in call.ResponseStream.ReadAllAsync())
            entries.Add(entry);
        return entries;
    }

    public Task<Verification> VerifyAsync(string recording) => Evidence.VerifyAsync(new GetRecordingRequest { RecordingId = recording }).ResponseAsync;

    public static Viewer Auditor() => new() { PersonId = Guid.NewGuid().ToString(), Name = "Jeanne Roy", Role = "Auditor", Reason = "Yearly review", Source = "10.0.0.7" };

    public string SealedPath(string recording) =>
        Directory.GetFiles(Path.Combine(DataDirectory, "sealed"), recording + ".rec", SearchOption.AllDirectories).Single();

    public string LivePath(string recording) => Path.Combine(DataDirectory, "open", recording + ".rec");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Leases.Dispose();
        _authority.Dispose();
        _directory.Dispose();
    }

    // One for each caller, as the planes have it.
    private GrpcChannel Channel(TestCertificate who)
    {
        lock (_channels)
        {
            if (!_channels.TryGetValue(who, out var channel))
                _channels[who] = channel = PeerChannel.Open(Options.Listen!, TlsIdentity.Load(who.CertificateFile, who.KeyFile, who.AuthorityFile), Plane.Recorder);
            return channel;
        }
    }
}
