using Bastion.Admin.Contracts;
using Bastion.Hosting;
using Bastion.Recorder.Contracts;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Storage;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Recorder.Ingest;

/// <summary>The contract of recording.proto. Gateway alone may call it.</summary>
internal sealed class RecordingService(EvidenceStore store, RecordingOpener opener, ServiceStop stop) : Contracts.Recording.RecordingBase
{
    private const int MaxText = 256;

    public override async Task<SignedReceipt> Open(OpenRecordingRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        if (request.Client.Length > MaxText || request.GatewayId.Length > MaxText)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"client and gateway_id have at most {MaxText} characters."));
        try
        {
            store.Health.ThrowIfFailed();
            var (receipt, refusal) = await opener.OpenAsync(SignedLease.Parser.ParseFrom(request.SignedLease), request.Client, request.GatewayId);
            return receipt ?? throw new RpcException(new Status(refusal!.Code, refusal.Text));
        }
        catch (InvalidProtocolBufferException)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "The lease is refused: it cannot be read."));
        }
        catch (StorageException reason) when (reason.IsShortage)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, reason.Message));
        }
        catch (StorageException reason)
        {
            store.Health.Fail(reason);
            throw StorageStatus.Of(reason);
        }
    }

    public override async Task Append(IAsyncStreamReader<AppendRequest> requests, IServerStreamWriter<AppendReply> replies, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        if (!store.Started)
            throw StorageStatus.Of(store.Health.Failed.Result);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stop.Stopping);
        await new AppendStream(store, requests, replies, ended.Token).RunAsync();
    }
}
