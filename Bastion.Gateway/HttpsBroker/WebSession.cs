using System.Security.Cryptography;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.HttpsBroker.Device;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Gateway.HttpsBroker.Recording;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.HttpsBroker;

/// <summary>
/// One technician on the web page of one device, from the launch to the sealed recording: its host name, its way to the device, its gates.
/// When the session ends the device's connections are cut before anything else happens.
/// </summary>
internal sealed partial class WebSession : ISessionSurface
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly AccessGrant grant;
    private readonly DeviceConnector connector;
    private readonly DeviceCredential credential;
    private readonly SessionMetrics metrics;
    private readonly ILogger log;
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running = 1;

    public WebSession(AccessGrant grant, WebAddress address, byte[] owner, DeviceConnector connector, DeviceCredential credential, long bodyCap, SessionMetrics metrics, TimeProvider time, ILogger log)
    {
        this.grant = grant;
        this.connector = connector;
        this.credential = credential;
        this.metrics = metrics;
        this.log = log;
        Address = address;
        Owner = owner;
        Recorder = new WebRecorder(grant.Tap, bodyCap);
        Entrance = new WebEntrance(time);
        Invoker = new HttpMessageInvoker(new RecordingHandler(DeviceHandlers.Build(connector, Http, credential, DeviceOrigin, time)));
        Session.Attach(this);
        if (Session.Current.IsOver)
            Shut();
    }

    /// <summary>Exchanges of one session at once, sockets among them.</summary>
    public const int MaxExchanges = 128;

    public WebAddress Address { get; }

    /// <summary>Hash of the sign-in that opened it.</summary>
    public byte[] Owner { get; }

    public BrokeredSession Session => grant.Session;

    public LeaseEndpoint Endpoint => Session.Terms.Endpoint;

    public HttpTerms Http => Session.Terms.Endpoint.Http ?? new HttpTerms { Login = "none" };

    public WebGates Gates { get; } = new();

    public WebRecorder Recorder { get; }

    public WebEntrance Entrance { get; }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>Authority of the device as its own page knows it.</summary>
    public string DeviceAuthority => Endpoint.Port == (Http.Plain ? 80 : 443) ? Endpoint.Host : $"{Endpoint.Host}:{Endpoint.Port}";

    public string DeviceOrigin => (Http.Plain ? "http://" : "https://") + DeviceAuthority;

    public bool PinChanged => connector.PinChanged;

    public static byte[] OwnerOf(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));

    public bool IsOwnedBy(string token) => CryptographicOperations.FixedTimeEquals(Owner, OwnerOf(token));

    /// <summary>Null when it is over, or too many run already.</summary>
    public WebExchange? Begin(bool isSocket, CancellationToken gone)
    {
        if (Session.Current.IsOver)
            return null;
        if (Interlocked.Increment(ref running) > MaxExchanges)
        {
            Leave();
            return null;
        }
        return new WebExchange(Recorder, Session, Gates, metrics, isSocket, gone);
    }

    public void Done(WebExchange exchange)
    {
        exchange.Dispose();
        Leave();
    }

    public void Refuse(SessionJournal journal, string what, string detail)
    {
        Recorder.Submit(0, Bastion.Recorder.Contracts.Track.Event, HttpEvents.Refused(what, detail));
        journal.ControlRefused(Session, what, detail);
    }

    /// <summary>Records which device this is, and says that both sides are there. False when the session ended first.</summary>
    public bool Enter()
    {
        Session.Touch();
        return Session.Current.State != SessionState.Pending || Session.Activate();
    }

    /// <summary>Runs to the sealed end.</summary>
    public async Task RunAsync()
    {
        Recorder.Submit(0, Bastion.Recorder.Contracts.Track.Event, HttpEvents.Device(connector.Channel, connector.CertificateSha256, Http.OldTls, Http.Login));
        await over.Task;
        try
        {
            Leave();
            // Real time: nothing of the session is measured here.
            await idle.Task.WaitAsync(Goodbye);
        }
        catch (TimeoutException)
        {
            StillRunning(Session.Id, Volatile.Read(ref running));
        }
        Invoker.Dispose();
        connector.Dispose();
        credential.Dispose();
        await grant.FinishAsync();
    }

    void ISessionSurface.Changed(SessionTransition transition, string text, string by)
    {
        var (before, after) = (transition.Before, transition.After);
        if (after.IsOver)
        {
            Shut();
            return;
        }
        if (after.Freeze.IsFrozen)
            Gates.ToDevice.Shut();
        if (after.Freeze.IsBlind)
            Gates.ToBrowser.Shut();
        var frozen = after.Freeze.Causes & ~before.Freeze.Causes;
        if (frozen != FreezeCause.None)
            Record(HttpEvents.Frozen(frozen.ToString(), after.Freeze.IsBlind, text));
        if (before.Freeze.IsFrozen && !after.Freeze.IsFrozen)
            Record(HttpEvents.Resumed(before.Freeze.Causes.ToString()));
        if (!after.Freeze.IsBlind)
            Gates.ToBrowser.Open();
        if (!after.Freeze.IsFrozen)
            Gates.ToDevice.Open();
    }

    void ISessionSurface.Say(SessionNoticeLine line) => Record(HttpEvents.Notice(line.Text));

    private void Record(byte[] json) => Recorder.Submit(0, Bastion.Recorder.Contracts.Track.Event, json);

    private void Leave()
    {
        if (Interlocked.Decrement(ref running) == 0)
            idle.TrySetResult();
    }

    private void Shut()
    {
        Gates.ToDevice.Shut();
        connector.Cut();
        over.TrySetResult();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId} ended with {Count} exchanges that did not stop")]
    private partial void StillRunning(string sessionId, int count);
}
