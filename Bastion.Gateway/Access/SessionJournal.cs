using System.Globalization;
using System.Threading.Channels;
using Bastion.Gateway.Sessions;
using Bastion.Recorder.Contracts;
using Bastion.Ssh.Files;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Bastion.Gateway.Access;

/// <summary>
/// Appends what happened to sessions to the journal. Nobody waits for it: entries queue here, in order, and are sent again with the same id until Recorder has them.
/// </summary>
internal sealed partial class SessionJournal(Journal.JournalClient journal, TimeProvider time, ILogger<SessionJournal> log) : BackgroundService, ISessionObserver
{
    /// <summary>Entries kept while Recorder is away; more are counted and written to the log only.</summary>
    private const int MaxQueued = 20_000;
    private const int MaxPerCall = 256;
    private const int MaxDetail = 1024;

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<Entry> queue = Channel.CreateBounded<Entry>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public void Changed(BrokeredSession session, SessionTransition transition, string text, string by)
    {
        switch (transition.Before.State, transition.After.State)
        {
            case (SessionState.Pending, SessionState.Active or SessionState.Frozen):
                Append(session, "session.activated");
                break;
            case (_, SessionState.Ended):
                Append(session, "session.ended", ("reason", transition.After.End!.Reason.ToString()), ("text", text), ("by", by));
                return;
        }
        var added = transition.After.Freeze.Causes & ~transition.Before.Freeze.Causes;
        var lifted = transition.Before.Freeze.Causes & ~transition.After.Freeze.Causes;
        if (added != FreezeCause.None)
            Append(session, "session.frozen", ("cause", added.ToString()), ("text", text), ("by", by));
        if (lifted != FreezeCause.None)
            Append(session, "session.resumed", ("cause", lifted.ToString()), ("by", by));
    }

    /// <summary>A technician tried what his lease does not grant.</summary>
    public void ControlRefused(BrokeredSession session, string control, string detail) =>
        Append(session, "control.refused", ("name", control), ("detail", Short(detail)));

    /// <summary>Contents of a file went to the device or came from it.</summary>
    public void FilePassed(BrokeredSession session, string protocol, FileFact closed) => Append(
        session,
        closed.Way == FileWay.In ? "file.written" : "file.read",
        ("path", Short(closed.Path)),
        ("by", protocol),
        ("bytes", closed.Bytes.ToString(CultureInfo.InvariantCulture)),
        ("sha256", closed.Sha256 is { } hash ? Convert.ToHexStringLower(hash) : ""),
        ("whole", closed.Whole ? "yes" : "no"),
        ("outcome", closed.Outcome));

    /// <summary>More files of one channel than are journaled each; the recording has every one.</summary>
    public void FilesPassed(BrokeredSession session, string protocol, int more) =>
        Append(session, "file.more", ("by", protocol), ("files", more.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A device was reached with algorithms that only old devices need; its endpoint says that this is known.</summary>
    public void LegacyAlgorithms(BrokeredSession session, string algorithms) => Append(session, "session.legacy_algorithms", ("algorithms", algorithms));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var request = new AppendEntriesRequest();
        while (await queue.Reader.WaitToReadAsync(stoppingToken))
        {
            request.Entries.Clear();
            while (request.Entries.Count < MaxPerCall && queue.Reader.TryRead(out var entry))
                request.Entries.Add(entry);
            await SendAsync(request, stoppingToken);
        }
    }

    /// <summary>Waits until the queue is sent, for the last entries of a stopping process.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        if (ExecuteTask is { } sending)
            await sending.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    private async Task SendAsync(AppendEntriesRequest request, CancellationToken stopping)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await journal.AppendAsync(request, cancellationToken: stopping).ResponseAsync.WaitAsync(CallLimit, stopping);
                return;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.PermissionDenied or StatusCode.AlreadyExists)
            {
                foreach (var entry in request.Entries)
                    NotTaken(entry.Kind, entry.SessionId, e.Status.Detail);
                return;
            }
            catch (Exception e) when (e is RpcException or TimeoutException)
            {
                if (attempt == 0)
                    Waiting(request.Entries.Count, e.Message);
                await Task.Delay(RetryAfter, time, stopping);
            }
        }
    }

    private static string Short(string text) => text.Length > MaxDetail ? text[..MaxDetail] : text;

    private void Append(BrokeredSession session, string kind, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        var terms = session.Terms;
        var entry = new Entry
        {
            Id = Guid.CreateVersion7().ToString(),
            Kind = kind,
            At = time.GetUtcNow().ToTimestamp(),
            Actor = new Actor { Type = "technician", Id = terms.Technician.Id, Name = terms.Technician.Name, Role = terms.Technician.VendorName },
            InterventionId = terms.InterventionId,
            DeviceId = terms.Device.Id,
            SessionId = session.Id,
            SubjectId = terms.Technician.Id,
            Source = terms.Source,
        };
        foreach (var (name, value) in facts)
            if (value.Length > 0)
                entry.Facts[name] = value;
        if (!queue.Writer.TryWrite(entry))
            NotTaken(kind, session.Id, "too many entries wait");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} journal entries wait for Recorder: {What}")]
    private partial void Waiting(int count, string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "Journal entry {Kind} of session {SessionId} was lost: {What}")]
    private partial void NotTaken(string kind, string sessionId, string what);
}
