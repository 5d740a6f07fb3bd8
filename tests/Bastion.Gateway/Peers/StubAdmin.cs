using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Bastion.Admin.Contracts;
using Bastion.Testing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Gateway.Tests.Peers;

/// <summary>
/// Admin as Gateway sees it, without its own process: one technician, one device, real signatures, and orders that a test gives.
/// The real one is met in the system tests.
/// </summary>
internal sealed class StubAdmin(SshDevice? device, TimeProvider time) : CallInvoker, IDisposable
{
    public const string Login = "sami.belkacem";
    public const string Password = "un mot de passe assez long";
    public const string Code = "418207";

    // ssh-ed25519 and 32 bytes that are nobody's key.
    private static readonly byte[] AnyKey = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly ECDsa leaseKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, Lease> leases = new();
    private readonly Channel<AdminOrder> orders = Channel.CreateUnbounded<AdminOrder>();

    public string LeaseKeyPem => leaseKey.ExportSubjectPublicKeyInfoPem();

    public ConcurrentQueue<GatewayReport> Reports { get; } = new();

    public ConcurrentQueue<string> Calls { get; } = new();

    public Refusal? RefuseOpening { get; set; }

    public int NoticeDue { get; set; }

    public bool Down { get; set; }

    public byte[]? ArmedKey { get; set; }

    public string Language { get; set; } = "en";

    public TimeSpan Window { get; set; } = TimeSpan.FromHours(2);

    public TimeSpan LeaseLife { get; set; } = TimeSpan.FromSeconds(60);

    public bool Renews { get; set; } = true;

    public LeaseControls Controls { get; set; } = new() { Shell = true, Exec = true, SftpDown = true, SftpUp = true, ScpDown = true, ScpUp = true, UploadsFree = true, IdleMillis = 600_000, MaxSessions = 3 };

    /// <summary>The last word on every lease that is minted.</summary>
    public Action<Lease>? Shape { get; set; }

    /// <summary>What is released instead of the device's password.</summary>
    public Credential? Released { get; set; }

    public byte[]? WrongPin { get; set; }

    public string? WrongDevicePassword { get; set; }

    public OpenList Menu { get; } = new();

    public Lease LastLease => leases.Values.MaxBy(l => l.SessionId, StringComparer.Ordinal)!;

    public int LeaseCount => leases.Count;

    public void Order(AdminOrder order)
    {
        order.OrderId = Guid.NewGuid().ToString();
        orders.Writer.TryWrite(order);
    }

    public async Task<SessionReport> AcknowledgedAsync(AdminOrder order)
    {
        Order(order);
        return await Eventually.Value(
            () => Task.FromResult(Reports.FirstOrDefault(r => r.Session?.OrderId == order.OrderId)?.Session), "the order is acknowledged");
    }

    public void Dispose() => leaseKey.Dispose();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Calls.Enqueue(method.Name);
        var answer = Down
            ? Task.FromException<TResponse>(new RpcException(new Status(StatusCode.Unavailable, "down")))
            : Task.FromResult((TResponse)Answer(request));
        return new AsyncUnaryCall<TResponse>(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        if (Down)
            throw new RpcException(new Status(StatusCode.Unavailable, "down"));
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            (IClientStreamWriter<TRequest>)(object)new ReportTaker(Report),
            (IAsyncStreamReader<TResponse>)(object)new OrderGiver(orders.Reader),
            Task.FromResult(new Metadata()),
            () => Status.DefaultSuccess,
            () => [],
            () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public SignedLease Sign(Lease lease)
    {
        var bytes = lease.ToByteArray();
        return new SignedLease
        {
            Lease = ByteString.CopyFrom(bytes),
            Signature = ByteString.CopyFrom(leaseKey.SignData(bytes, HashAlgorithmName.SHA256)),
            KeyId = "test",
        };
    }

    public Lease NewLease(string sessionId)
    {
        var now = time.GetUtcNow();
        var lease = new Lease
        {
            LeaseId = Guid.CreateVersion7().ToString(),
            SessionId = sessionId,
            InterventionId = Guid.CreateVersion7().ToString(),
            InterventionNumber = "INT-2026-00043",
            Technician = new LeaseTechnician { Id = Guid.CreateVersion7().ToString(), Login = Login, Name = "Sami Belkacem", VendorId = Guid.CreateVersion7().ToString(), VendorName = "Almadine Services", Language = Language },
            Device = new LeaseDevice { Id = Guid.CreateVersion7().ToString(), Name = "ANA-01", Label = "Biochemistry analyser", Place = "Laboratory" },
            Endpoint = new LeaseEndpoint { Id = Guid.CreateVersion7().ToString(), Protocol = "ssh", Host = SshDevice.Host, Port = device?.Port ?? 1, Account = device?.Account ?? "nobody" },
            Controls = Controls,
            IssuedAt = now.ToTimestamp(),
            NotBefore = now.ToTimestamp(),
            NotAfter = (now + Window).ToTimestamp(),
            LeaseMillis = (long)LeaseLife.TotalMilliseconds,
            RemainingMillis = (long)Window.TotalMilliseconds,
            CeilingBytes = 256 << 20,
            Reason = "Calibration drifts",
            ApprovedBy = "Claire Aubanel",
            Epoch = 1,
            Source = "127.0.0.1",
        };
        lease.Endpoint.Pins.Add(new HostKeyPin { Algorithm = "ssh-ed25519", PublicKey = ByteString.CopyFrom(WrongPin ?? device?.HostKey.PublicBlob ?? AnyKey) });
        Shape?.Invoke(lease);
        return lease;
    }

    private object Answer(object request) => request switch
    {
        ProbeKeyRequest r => new ProbeKeyReply { WorthSigning = ArmedKey is { } key && r.PublicKey.Span.SequenceEqual(key) },
        SignInWithKeyRequest r => r.PublicKey.Span.SequenceEqual(ArmedKey) ? In() : Out(),
        BeginSignInRequest r => new SignInAttempt { Attempt = r is { Login: Login, Password: Password } ? "good" : "bad" },
        FinishSignInRequest r => r is { Attempt: "good", Code: Code } ? In() : Out(),
        SignInToken => Menu,
        OpenSessionRequest r => Open(r),
        ReleaseCredentialRequest => new ReleaseCredentialReply
        {
            Credential = Released ?? new Credential { Account = device?.Account ?? "nobody", Password = WrongDevicePassword ?? device?.Password ?? "" },
        },
        _ => throw new NotSupportedException(request.GetType().Name),
    };

    private OpenSessionReply Open(OpenSessionRequest request)
    {
        if (RefuseOpening is not null)
            return new OpenSessionReply { Refusal = RefuseOpening };
        var lease = NewLease(request.SessionId);
        leases[lease.LeaseId] = lease;
        return new OpenSessionReply { Lease = Sign(lease) };
    }

    private SignInReply In() => new()
    {
        SignedIn = new SignedIn { Token = "token", Login = Login, Name = "Sami Belkacem", Language = Language, NoticeDue = NoticeDue },
    };

    private static SignInReply Out() => new() { Refusal = new Refusal { Code = "sign_in.refused" } };

    private void Report(GatewayReport report)
    {
        Reports.Enqueue(report);
        if (!Renews || report.ReportCase != GatewayReport.ReportOneofCase.Renew || report.Renew.SessionIds.Count == 0)
            return;
        var renewed = new Renewed();
        foreach (var id in report.Renew.SessionIds)
        {
            var lease = leases.Values.First(l => l.SessionId == id);
            var left = lease.NotAfter.ToDateTimeOffset() - time.GetUtcNow();
            renewed.Sessions.Add(new RenewedSession { SessionId = id, LeaseMillis = lease.LeaseMillis, RemainingMillis = (long)left.TotalMilliseconds });
        }
        orders.Writer.TryWrite(new AdminOrder { Renewed = renewed });
    }

    private sealed class ReportTaker(Action<GatewayReport> take) : IClientStreamWriter<GatewayReport>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task CompleteAsync() => Task.CompletedTask;

        public Task WriteAsync(GatewayReport message, CancellationToken cancellationToken) => WriteAsync(message);

        public Task WriteAsync(GatewayReport message)
        {
            take(message);
            return Task.CompletedTask;
        }
    }

    private sealed class OrderGiver(ChannelReader<AdminOrder> orders) : IAsyncStreamReader<AdminOrder>
    {
        public AdminOrder Current { get; private set; } = new();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            Current = await orders.ReadAsync(cancellationToken);
            return true;
        }
    }
}
