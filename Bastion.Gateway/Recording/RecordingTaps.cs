using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Gateway.Recording;

/// <summary>Opens recordings: asks Recorder for a receipt and starts the stream that writes ahead.</summary>
internal sealed partial class RecordingTaps(
    Recorder.Contracts.Recording.RecordingClient recorder,
    TimeProvider time,
    IoClock io,
    GatewayIdentity gateway,
    SessionMetrics metrics,
    ILogger<RecordingTap> log)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);

    public async Task<(RecordingTap? Tap, Refusal? Refusal)> StartAsync(BrokeredSession session, PlaneKeys keys, CancellationToken cancellation)
    {
        SignedReceipt signed;
        try
        {
            signed = await recorder.OpenAsync(
                new OpenRecordingRequest
                {
                    SignedLease = session.Lease.Signed.ToByteString(),
                    Client = session.Client,
                    GatewayId = gateway.Id,
                },
                cancellationToken: cancellation).ResponseAsync.WaitAsync(CallLimit, cancellation);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            Refused(session.Id, e.Status.Detail);
            return (null, new Refusal { Code = "recorder.full" });
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            Refused(session.Id, e.Status.Detail);
            return (null, new Refusal { Code = "recording.refused" });
        }
        catch (Exception e) when (e is RpcException or TimeoutException && !cancellation.IsCancellationRequested)
        {
            Refused(session.Id, e.Message);
            return (null, new Refusal { Code = "recorder.lost" });
        }
        if (VerifiedReceipt.Check(signed, session.Lease, keys) is not { } receipt)
        {
            NotBelieved(session.Id);
            return (null, new Refusal { Code = "receipt.bad" });
        }
        return (new RecordingTap(session, receipt, recorder, time, io, metrics, log), null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recorder refused session {SessionId}: {What}")]
    private partial void Refused(string sessionId, string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "The receipt for session {SessionId} is not signed by Recorder's key or is for something else")]
    private partial void NotBelieved(string sessionId);
}
