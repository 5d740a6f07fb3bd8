using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Gateway.Recording;

/// <summary>
/// Tells a recorder that came back how a session ended whose stream had broken, so that the recording says the same word as the journal.
/// It takes the recording up where it is durable and adds nothing to it.
/// </summary>
internal static class LateSeal
{
    private const int Attempts = 20;
    private const int MaxText = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task TryAsync(Recorder.Contracts.Recording.RecordingClient recorder, VerifiedReceipt receipt, SessionEnd end, IoClock io)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                using var limit = new CancellationTokenSource(Patience);
                if (await SealAsync(recorder, receipt, end, limit.Token))
                    return;
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException or InvalidOperationException)
            {
                // Away, or already sealed and forgotten; asked again until it is no use any more.
            }
            await io.Delay(Pause, CancellationToken.None);
        }
    }

    private static async Task<bool> SealAsync(Recorder.Contracts.Recording.RecordingClient recorder, VerifiedReceipt receipt, SessionEnd end, CancellationToken limit)
    {
        using var call = recorder.Append(cancellationToken: limit);
        await call.RequestStream.WriteAsync(new AppendRequest
        {
            Start = new AppendStart { RecordingId = receipt.Receipt.RecordingId, AppendKey = receipt.Signed.Signature },
        }, limit);
        while (await call.ResponseStream.MoveNext(limit))
        {
            switch (call.ResponseStream.Current.PartCase)
            {
                case AppendReply.PartOneofCase.Durable:
                    await call.RequestStream.WriteAsync(new AppendRequest
                    {
                        Finish = new Finish
                        {
                            Sequence = call.ResponseStream.Current.Durable.Sequence,
                            EndReason = end.Reason.ToString(),
                            EndText = end.Text.Length > MaxText ? end.Text[..MaxText] : end.Text,
                        },
                    }, limit);
                    break;
                case AppendReply.PartOneofCase.Sealed:
                    return true;
                default:
                    return false;
            }
        }
        return false;
    }
}
