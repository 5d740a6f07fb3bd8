using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Bastion.Admin.Contracts;
using Bastion.Recorder.Contracts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Gateway.Tests.Peers;

/// <summary>
/// Recorder in memory, with real signatures and with faults on demand: what it acknowledged is durable, what it did not is lost.
/// </summary>
internal sealed class StubRecorder(TimeProvider time) : CallInvoker, IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Lock gate = new();
    private readonly List<(Track Track, uint Channel, byte[] Payload)> durable = [];
    private readonly List<AppendStream> streams = [];

    public string ReceiptKeyPem => key.ExportSubjectPublicKeyInfoPem();

    public ConcurrentQueue<Entry> Journal { get; } = new();

    public ConcurrentQueue<string> Seals { get; } = new();

    public StatusCode? RefuseOpening { get; set; }

    public bool StorageOk { get; set; } = true;

    public bool WrongSignature { get; set; }

    /// <summary>Takes batches and answers nothing until it is false again.</summary>
    public bool Silent
    {
        get;
        set
        {
            field = value;
            if (!value)
                foreach (var stream in Streams())
                    stream.AnswerHeld();
        }
    }

    public string Text(Track track, uint channel = 0) => Encoding.UTF8.GetString(Bytes(track, channel));

    public byte[] Bytes(Track track, uint channel = 0)
    {
        lock (gate)
            return [.. durable.Where(f => f.Track == track && f.Channel == channel).SelectMany(f => f.Payload)];
    }

    public string Events
    {
        get
        {
            lock (gate)
                return string.Join('\n', durable.Where(f => f.Track == Track.Event).Select(f => Encoding.UTF8.GetString(f.Payload)));
        }
    }

    public void FailAll(string code)
    {
        foreach (var stream in Streams())
            stream.Fail(code);
    }

    public void Dispose() => key.Dispose();

    public SignedReceipt Receipt(SignedLease signed)
    {
        var lease = Lease.Parser.ParseFrom(signed.Lease);
        var receipt = new Receipt
        {
            RecordingId = Guid.CreateVersion7().ToString(),
            LeaseId = lease.LeaseId,
            SessionId = lease.SessionId,
            LeaseSha256 = ByteString.CopyFrom(SHA256.HashData(signed.Lease.Span)),
            OpenedAt = time.GetUtcNow().ToTimestamp(),
        }.ToByteArray();
        var signature = key.SignData(receipt, HashAlgorithmName.SHA256);
        if (WrongSignature)
            signature[5] ^= 1;
        return new SignedReceipt { Receipt = ByteString.CopyFrom(receipt), Signature = ByteString.CopyFrom(signature), KeyId = "test" };
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        Task<TResponse> answer;
        if (request is OpenRecordingRequest && RefuseOpening is { } code)
            answer = Task.FromException<TResponse>(new RpcException(new Status(code, "refused by the test")));
        else if (Silent)
            answer = new TaskCompletionSource<TResponse>().Task;
        else
            answer = Task.FromResult((TResponse)Answer(request));
        return new AsyncUnaryCall<TResponse>(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var stream = new AppendStream(this);
        lock (gate)
            streams.Add(stream);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            (IClientStreamWriter<TRequest>)(object)stream,
            (IAsyncStreamReader<TResponse>)(object)stream,
            Task.FromResult(new Metadata()),
            () => Status.DefaultSuccess,
            () => [],
            () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

    private AppendStream[] Streams()
    {
        lock (gate)
            return [.. streams];
    }

    private object Answer(object request)
    {
        if (request is OpenRecordingRequest open)
            return Receipt(SignedLease.Parser.ParseFrom(open.SignedLease));
        if (request is StatusRequest)
            return new RecorderStatus { StorageOk = StorageOk };
        if (request is not AppendEntriesRequest append)
            throw new NotSupportedException(request.GetType().Name);
        var reply = new AppendEntriesReply();
        foreach (var entry in append.Entries)
        {
            Journal.Enqueue(entry.Clone());
            reply.Indexes.Add((ulong)Journal.Count);
        }
        return reply;
    }

    private sealed class AppendStream(StubRecorder owner) : IClientStreamWriter<AppendRequest>, IAsyncStreamReader<AppendReply>
    {
        private readonly Channel<AppendReply> replies = Channel.CreateUnbounded<AppendReply>();
        private readonly List<Batch> held = [];
        private bool failed;

        public WriteOptions? WriteOptions { get; set; }

        public AppendReply Current { get; private set; } = new();

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await replies.Reader.WaitToReadAsync(cancellationToken))
                return false;
            replies.Reader.TryRead(out var reply);
            Current = reply!;
            return true;
        }

        public Task WriteAsync(AppendRequest message, CancellationToken cancellationToken) => WriteAsync(message);

        public Task WriteAsync(AppendRequest message)
        {
            // As on a wire: what the caller does with its buffers afterwards does not matter.
            var request = AppendRequest.Parser.ParseFrom(message.ToByteArray());
            if (failed)
                throw new RpcException(new Status(StatusCode.Unavailable, "failed by the test"));
            if (request.PartCase == AppendRequest.PartOneofCase.Batch)
            {
                lock (held)
                    held.Add(request.Batch);
                if (!owner.Silent)
                    AnswerHeld();
            }
            else if (request.PartCase == AppendRequest.PartOneofCase.Finish)
            {
                owner.Seals.Enqueue(request.Finish.EndReason);
                if (!owner.Silent)
                    replies.Writer.TryWrite(new AppendReply { Sealed = new Sealed { EndReason = request.Finish.EndReason } });
            }
            return Task.CompletedTask;
        }

        public Task CompleteAsync() => Task.CompletedTask;

        public void AnswerHeld()
        {
            lock (held)
            {
                foreach (var batch in held)
                {
                    lock (owner.gate)
                        foreach (var frame in batch.Frames)
                            owner.durable.Add((frame.Track, frame.Channel, frame.Payload.ToByteArray()));
                    replies.Writer.TryWrite(new AppendReply { Durable = new Durable { Sequence = batch.Sequence } });
                }
                held.Clear();
            }
        }

        public void Fail(string code)
        {
            failed = true;
            replies.Writer.TryWrite(new AppendReply { Failed = new AppendFailed { Code = code, Text = "failed by the test" } });
        }
    }
}
