using Bastion.Admin.Contracts;
using Bastion.Gateway.Recording;
using Bastion.Gateway.Sessions;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Gateway.Access;

/// <summary>
/// The one door to a device: lease from Admin, receipt from Recorder, credential against the receipt, in this order, and only then a permit.
/// Everything that is not right is a refusal with a code; nothing is tried a second time behind the technician's back.
/// </summary>
internal sealed partial class AccessGate(
    Admin.Contracts.Access.AccessClient admin,
    RecordingTaps taps,
    PlaneKeys keys,
    SessionRegistry registry,
    TimerWheel wheel,
    GatewayIdentity gateway,
    ILogger<AccessGate> log)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    /// <summary>So long an opening waits for somebody of the hospital to watch; the device is not dialled meanwhile.</summary>
    private static readonly TimeSpan SupervisorLimit = TimeSpan.FromMinutes(10);
    private const string SupervisorAwaited = "supervisor.awaited";

    public async Task<AccessOpening> OpenAsync(AccessRequest request, CancellationToken cancellation)
    {
        if (gateway.Stopping)
            return AccessOpening.Refused("gateway.stopping");
        var sessionId = Guid.CreateVersion7().ToString();
        OpenSessionReply reply;
        try
        {
            reply = await admin.OpenSessionAsync(
                new OpenSessionRequest
                {
                    Token = request.Token,
                    SessionId = sessionId,
                    Device = request.Device,
                    Intervention = request.Intervention,
                    Protocol = request.Protocol,
                    Source = request.Source,
                },
                deadline: DateTime.MaxValue,
                cancellationToken: cancellation).ResponseAsync.WaitAsync(CallLimit, cancellation);
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            AdminSilent(e.Message);
            return AccessOpening.Refused("admin.lost");
        }
        if (reply.OutcomeCase == OpenSessionReply.OutcomeOneofCase.Refusal)
            return AccessOpening.Refused(reply.Refusal);
        if (VerifiedLease.Check(reply.Lease, sessionId, keys, wheel.Now) is not { } lease || lease.Lease.Endpoint.Protocol != request.Protocol)
        {
            LeaseNotBelieved(sessionId);
            return AccessOpening.Refused("lease.bad");
        }
        return await RecordAndReleaseAsync(registry.Add(lease, request.Source.Client), request.PublicKey, cancellation);
    }

    private async Task<AccessOpening> RecordAndReleaseAsync(BrokeredSession session, ReadOnlyMemory<byte> publicKey, CancellationToken cancellation)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, session.Ending);
        RecordingTap? tap = null;
        try
        {
            var (started, refusal) = await taps.StartAsync(session, keys, both.Token);
            tap = started;
            if (tap is null)
                return await GiveUpAsync(session, null, SessionEndReason.RecordingRefused, refusal!);
            var patience = wheel.Now + SupervisorLimit;
            ReleaseCredentialReply released;
            do
            {
                // Admin answers within seconds, also when nobody came yet.
                released = await admin.ReleaseCredentialAsync(
                    new ReleaseCredentialRequest { LeaseId = session.Terms.LeaseId, Receipt = tap.Receipt.Signed.ToByteString(), PublicKey = ByteString.CopyFrom(publicKey.Span) },
                    cancellationToken: both.Token).ResponseAsync.WaitAsync(CallLimit, both.Token);
            }
            while (released.Refusal?.Code == SupervisorAwaited && wheel.Now < patience);
            if (released.Refusal is { Code: SupervisorAwaited })
                return await GiveUpAsync(session, tap, SessionEndReason.SupervisorAbsent, released.Refusal);
            if (released.Refusal is { } told)
                return await GiveUpAsync(session, tap, SessionEndReason.DeviceRefused, told);
            if (DeviceCredential.From(released.Credential) is not { } credential)
                return await GiveUpAsync(session, tap, SessionEndReason.DeviceRefused, new Refusal { Code = "credential.missing" });
            return AccessOpening.Granted(new AccessGrant(new SessionPermit(session, session.Lease, tap.Receipt, credential), tap));
        }
        catch (Exception e) when (e is RpcException or TimeoutException or OperationCanceledException)
        {
            if (session.Current.End is null && !cancellation.IsCancellationRequested)
                AdminSilent(e.Message);
            var reason = cancellation.IsCancellationRequested ? SessionEndReason.TechnicianLost : SessionEndReason.AdminLost;
            return await GiveUpAsync(session, tap, reason, new Refusal { Code = "admin.lost" });
        }
    }

    private static async Task<AccessOpening> GiveUpAsync(BrokeredSession session, RecordingTap? tap, SessionEndReason reason, Refusal refusal)
    {
        var first = session.End(reason);
        if (tap is not null)
            await tap.FinishAsync(session.Current.End!);
        session.Finish();
        // Somebody's stop came first: say that, not what happened because of it.
        return AccessOpening.Refused(first ? refusal : new Refusal { Code = "end." + session.Current.End!.Reason });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Admin did not answer an opening: {What}")]
    private partial void AdminSilent(string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "The lease for session {SessionId} is not signed by Admin's key or is for something else")]
    private partial void LeaseNotBelieved(string sessionId);
}
