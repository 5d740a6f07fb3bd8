using System.Security.Cryptography;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Sessions;
using Google.Protobuf;
using Grpc.Core;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>One file on its way into Admin's quarantine.</summary>
internal sealed class HeldUpload : IDisposable
{
    /// <summary>Admin takes this much in one message.</summary>
    private const int Part = 256 << 10;

    private readonly AsyncDuplexStreamingCall<HoldRequest, HoldReply> call;
    private readonly BrokeredSession session;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public HeldUpload(Airlock.AirlockClient admin, BrokeredSession session)
    {
        this.session = session;
        call = admin.Hold(cancellationToken: session.Ending);
    }

    public ulong Bytes { get; private set; }

    /// <summary>Why it may not come; null when Admin waits for it.</summary>
    public async Task<Refusal?> BeginAsync(string protocol, string path)
    {
        try
        {
            await call.RequestStream.WriteAsync(new HoldRequest { Begin = new HoldBegin { SessionId = session.Id, Protocol = protocol, Path = path } }, session.Ending);
            var reply = await NextAsync();
            return reply.PartCase == HoldReply.PartOneofCase.Ready ? null : reply.Refusal;
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or InvalidOperationException)
        {
            return new Refusal { Code = "admin.lost" };
        }
    }

    /// <summary>False when Admin takes no more: <see cref="FinishAsync"/> says why.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        hash.AppendData(bytes.Span);
        Bytes += (ulong)bytes.Length;
        try
        {
            for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Part, bytes.Length)..])
                await call.RequestStream.WriteAsync(new HoldRequest { Data = UnsafeByteOperations.UnsafeWrap(bytes[..Math.Min(Part, bytes.Length)]) }, session.Ending);
            return true;
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The verdict: a grant, or why the file does not go on.</summary>
    public async Task<(HoldGrant? Grant, Refusal? Refusal)> FinishAsync()
    {
        try
        {
            await EndAsync();
            var reply = await NextAsync();
            return reply.PartCase == HoldReply.PartOneofCase.Grant ? (reply.Grant, null) : (null, reply.Refusal ?? new Refusal { Code = "admin.lost" });
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            return (null, new Refusal { Code = "admin.lost" });
        }
    }

    public void Dispose()
    {
        call.Dispose();
        hash.Dispose();
    }

    private async Task EndAsync()
    {
        try
        {
            await call.RequestStream.WriteAsync(new HoldRequest { End = new HoldEnd { Bytes = Bytes, Sha256 = ByteString.CopyFrom(hash.GetCurrentHash()) } }, session.Ending);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // Admin said its word before the end, and it is read next.
        }
    }

    private async Task<HoldReply> NextAsync() =>
        await call.ResponseStream.MoveNext(session.Ending) ? call.ResponseStream.Current : throw new RpcException(new Status(StatusCode.Unavailable, "no verdict"));
}
