using System.Security.Cryptography;
using Bastion.Admin.Contracts;
using Bastion.Admin.Vault;
using Grpc.Core;

namespace Bastion.Admin.Files;

/// <summary>Takes in one upload: first whether it may come at all, then its bytes, then the scan and the verdict.</summary>
internal sealed class HeldUpload(AdminOptions options, HeldFiles files, QuarantineStore contents, ClamdScanner scanner, TimeProvider time)
{
    public async Task RunAsync(IAsyncStreamReader<HoldRequest> requests, IServerStreamWriter<HoldReply> replies, CancellationToken cancellation)
    {
        if (!await requests.MoveNext(cancellation) || requests.Current.PartCase != HoldRequest.PartOneofCase.Begin)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message is Begin."));
        var begin = requests.Current.Begin;
        if (!Guid.TryParse(begin.SessionId, out var session) || begin.Path.Length is 0 or > HeldLimits.Path)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "Begin names a session and a path."));
        if (await DenialAsync(session, begin.Protocol, cancellation) is { } denial)
        {
            await replies.WriteAsync(new HoldReply { Refusal = Wire.Refusal(denial) }, cancellation);
            return;
        }
        await replies.WriteAsync(new HoldReply { Ready = new HoldReady() }, cancellation);
        var outcome = await StoreAsync(session, begin, requests, cancellation);
        await replies.WriteAsync(
            outcome.Done
                ? new HoldReply { Grant = new HoldGrant { FileId = outcome.Value.Id.ToString("D"), Number = (uint)outcome.Value.Number, Grant = Google.Protobuf.ByteString.CopyFrom(outcome.Value.Grant), Bytes = (ulong)outcome.Value.Bytes } }
                : new HoldReply { Refusal = Wire.Refusal(outcome.Denial) },
            cancellation);
    }

    private async Task<Denial?> DenialAsync(Guid session, string protocol, CancellationToken cancellation)
    {
        if (await files.DenialAsync(session, protocol) is { } denial)
            return denial;
        // Asked before the first byte: nobody waits for an upload that cannot be scanned.
        if (!contents.Exists || await scanner.VersionAsync(cancellation) is null)
            return Denial.Of("files.no_scanner");
        return contents.Used >= options.QuarantineBytes ? Denial.Of("files.full") : null;
    }

    private async Task<Outcome<GrantedFile>> StoreAsync(Guid session, HoldBegin begin, IAsyncStreamReader<HoldRequest> requests, CancellationToken cancellation)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var writer = contents.Create(id);
        var settled = false;
        try
        {
            byte[] hash;
            await using (writer)
            {
                var end = await TakeAsync(writer, requests, cancellation);
                if (end is null)
                    return Denial.Of("files.too_large", "max", (options.MaxHeldFileBytes >> 20).ToString(System.Globalization.CultureInfo.InvariantCulture));
                hash = await writer.FinishAsync(cancellation);
                if (end.Bytes != (ulong)writer.Bytes || !CryptographicOperations.FixedTimeEquals(end.Sha256.Span, hash))
                    return Denial.Of("files.broken");
            }
            var verdict = await scanner.ScanAsync(contents.ReadAsync(id, writer.Key, cancellation), cancellation);
            settled = true;
            return await files.SettleAsync(session, begin.Protocol, begin.Path, writer, hash, verdict, cancellation);
        }
        finally
        {
            // What came so far and was not settled is nobody's.
            if (!settled)
                contents.Delete(id);
        }
    }

    /// <returns>Null when it is larger than allowed.</returns>
    private async Task<HoldEnd?> TakeAsync(QuarantineWriter writer, IAsyncStreamReader<HoldRequest> requests, CancellationToken cancellation)
    {
        while (await requests.MoveNext(cancellation))
        {
            var request = requests.Current;
            if (request.PartCase == HoldRequest.PartOneofCase.End)
                return request.End;
            if (request.PartCase != HoldRequest.PartOneofCase.Data || request.Data.Length > HeldLimits.Part)
                throw new RpcException(new Status(StatusCode.InvalidArgument, "After Begin come data and End."));
            if (writer.Bytes + request.Data.Length > options.MaxHeldFileBytes)
                return null;
            await writer.WriteAsync(request.Data.Memory, cancellation);
        }
        throw new RpcException(new Status(StatusCode.Aborted, "The upload was cut off."));
    }
}
