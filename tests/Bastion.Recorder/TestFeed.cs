using Bastion.Recorder.Contracts;
using Bastion.Testing;
using Grpc.Core;

namespace Bastion.Recorder.Tests;

/// <summary>One Append stream of the test.</summary>
internal sealed class TestFeed(AsyncDuplexStreamingCall<AppendRequest, AppendReply> call) : IDisposable
{
    public ulong Durable { get; private set; }

    public AppendReply Last { get; private set; } = new();

    public Task SendAsync(Batch batch) => call.RequestStream.WriteAsync(new AppendRequest { Batch = batch });

    public async Task<AppendReply?> NextAsync()
    {
        if (!await call.ResponseStream.MoveNext(default).Within("an answer"))
            return null;
        Last = call.ResponseStream.Current;
        if (Last.Durable is { } durable)
            Durable = durable.Sequence;
        return Last;
    }

    public async Task UntilDurableAsync(ulong sequence)
    {
        while (Durable < sequence)
            Assert.Equal(AppendReply.PartOneofCase.Durable, (await NextAsync())?.PartCase);
    }

    public async Task<string> FinishAsync(ulong sequence, string reason = "TechnicianClosed", string text = "")
    {
        await call.RequestStream.WriteAsync(new AppendRequest { Finish = new Finish { Sequence = sequence, EndReason = reason, EndText = text } });
        while (await NextAsync() is { } reply)
        {
            if (reply.Sealed is { } end)
                return end.EndReason;
        }
        return "";
    }

    /// <summary>Answers until one of this kind; the stream may end with a status instead.</summary>
    public async Task<AppendReply> UntilAsync(AppendReply.PartOneofCase kind)
    {
        while (await NextAsync() is { } reply)
        {
            if (reply.PartCase == kind)
                return reply;
        }
        throw new InvalidOperationException($"The stream ended without {kind}.");
    }

    public Task HalfCloseAsync() => call.RequestStream.CompleteAsync();

    /// <summary>Breaks the stream as a Gateway that dies.</summary>
    public void Dispose() => call.Dispose();
}
