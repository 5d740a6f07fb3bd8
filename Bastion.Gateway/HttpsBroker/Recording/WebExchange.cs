using Bastion.Gateway.Recording;
using Bastion.Gateway.Sessions;
using Bastion.Recorder.Contracts;

namespace Bastion.Gateway.HttpsBroker.Recording;

/// <summary>One request and its answer, or one socket: what is recorded of them, and the waiting until it is.</summary>
internal sealed class WebExchange : IDisposable
{
    private readonly WebRecorder recorder;
    private readonly DurableGate requestLane;
    private readonly DurableGate responseLane;

    public WebExchange(WebRecorder recorder, BrokeredSession session, WebGates gates, SessionMetrics metrics, bool isSocket, CancellationToken over)
    {
        this.recorder = recorder;
        Session = session;
        Gates = gates;
        Metrics = metrics;
        IsSocket = isSocket;
        Over = over;
        Id = recorder.NextExchange();
        requestLane = recorder.Take();
        responseLane = recorder.Take();
        Sent = new RecordedBody(this, recorder.BodyCap, Track.Input, "up", "http.sent");
        Received = new RecordedBody(this, recorder.BodyCap, Track.Output, "down", "http.received");
    }

    public uint Id { get; }

    public BrokeredSession Session { get; }

    public WebGates Gates { get; }

    public SessionMetrics Metrics { get; }

    /// <summary>A WebSocket was asked for; nothing else may change the protocol.</summary>
    public bool IsSocket { get; }

    /// <summary>The session is over or the browser has gone.</summary>
    public CancellationToken Over { get; }

    public RecordedBody Sent { get; }

    public RecordedBody Received { get; }

    /// <summary>Number of the batch that holds the answer's head.</summary>
    public ulong ResponseHead { get; set; }

    public ulong Submit(Track track, ReadOnlyMemory<byte> payload) => recorder.Submit(Id, track, payload);

    public ulong Event(byte[] json) => recorder.Submit(Id, Track.Event, json);

    /// <exception cref="RecordingLostException">It will never be durable: nothing of it may go anywhere.</exception>
    public async ValueTask RequestDurableAsync(ulong sequence)
    {
        if (!await requestLane.WaitAsync(sequence))
            throw new RecordingLostException();
    }

    /// <exception cref="RecordingLostException">It will never be durable: nothing of it may go anywhere.</exception>
    public async ValueTask ResponseDurableAsync(ulong sequence)
    {
        if (!await responseLane.WaitAsync(sequence))
            throw new RecordingLostException();
    }

    public void Dispose()
    {
        Sent.Dispose();
        Received.Dispose();
        recorder.GiveBack(requestLane);
        recorder.GiveBack(responseLane);
    }
}
