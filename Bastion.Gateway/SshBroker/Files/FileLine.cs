using Bastion.Gateway.Access;
using Bastion.Gateway.Access.Refusals;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Recorder.Contracts;
using Bastion.Ssh.Files;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>What a filter does with its channel: pass on, keep back, record, journal, end.</summary>
internal sealed class FileLine(RelayChannel channel, BrokeredSession session, TechnicianActs acts, SessionJournal entries, RelayLane input, RelayLane output, Action<Exception> failed)
{
    /// <summary>Refusals of one channel that are journaled each; the recording has all.</summary>
    public const int MaxJournaled = 100;

    /// <summary>Files of one channel that are journaled each.</summary>
    public const int MaxJournaledFiles = 1000;

    private int journaled;
    private int files;
    private int broken;

    public RelayChannel Channel => channel;

    public BrokeredSession Session => session;

    public RelayLane Input => input;

    public RelayLane Output => output;

    public bool IsBroken => Volatile.Read(ref broken) != 0;

    public string Sentence(Admin.Contracts.Refusal refusal) => RefusalTexts.Sentence(refusal, session.Culture, session.Zone);

    public string Sentence(string code) => RefusalTexts.Sentence(code, session.Culture);

    /// <summary>On to the device, recorded as it is unless only its hash is kept.</summary>
    public ValueTask ToDeviceAsync(ReadOnlyMemory<byte> bytes, bool kept = true) => input.AppendAsync(LaneOpKind.Data, channel, kept ? Track.Input : null, bytes);

    public ValueTask ToTechnicianAsync(ReadOnlyMemory<byte> bytes, bool kept = true) => output.AppendAsync(LaneOpKind.Data, channel, kept ? Track.Output : null, bytes);

    /// <summary>Said by the technician and taken by the bastion: recorded; <paramref name="act"/> runs when that is durable.</summary>
    public async ValueTask TakeAsync(ReadOnlyMemory<byte> bytes, bool kept, Action? act)
    {
        if (kept)
            await input.AppendFrameAsync(Track.Input, channel.Number, bytes);
        if (act is not null)
            await input.AppendAsync(LaneOpKind.Marker, null, null, default, marker: new LaneMarker(act));
    }

    /// <summary>A packet of the bastion itself to the device. Its content was recorded when it came, and its event stands before it.</summary>
    public async Task SendOwnAsync(ReadOnlyMemory<byte> packet)
    {
        // It uses the device's window, so the technician gets that much less of the next one.
        channel.Lend((uint)packet.Length);
        await input.EnterAsync();
        try
        {
            await input.AppendAsync(LaneOpKind.Data, channel, null, packet);
        }
        finally
        {
            input.Leave();
        }
    }

    /// <summary>Without holding a turn.</summary>
    public async Task TellOnInputAsync(byte[] json)
    {
        await input.EnterAsync();
        await input.AppendEventAsync(channel.Number, json);
        input.Leave();
    }

    /// <summary>Without holding a turn.</summary>
    public async Task TellLaterAsync(List<FileFact> facts, string protocol, bool journal)
    {
        await output.EnterAsync();
        try
        {
            await TellAsync(output, facts, protocol, journal);
        }
        finally
        {
            output.Leave();
        }
    }

    /// <summary>Said by the technician and not for the device: recorded, and he may send as much again.</summary>
    public async ValueTask KeepFromDeviceAsync(ReadOnlyMemory<byte> bytes, bool kept = true)
    {
        if (kept)
            await input.AppendFrameAsync(Track.Input, channel.Number, bytes);
        acts.GiveBack(channel, bytes.Length);
    }

    /// <summary>Said by the device and not for the technician.</summary>
    public void KeepFromTechnician(int bytes) => acts.Keep(channel, bytes);

    /// <summary>The technician may send as much again.</summary>
    public void GiveBack(int bytes) => acts.GiveBack(channel, bytes);

    public async ValueTask TellAsync(RelayLane lane, List<FileFact> facts, string protocol, bool journal = true)
    {
        foreach (var fact in facts)
        {
            await lane.AppendEventAsync(channel.Number, FileEvents.Write(fact, protocol));
            if (fact.Kind == FileFactKind.Refused)
                JournalRefusal(fact.Control, $"{fact.Op} {fact.Path}");
            else if (fact.Kind == FileFactKind.Closed && journal)
                JournalFile(fact, protocol);
        }
        facts.Clear();
    }

    /// <summary>The channel is over: says how many files were not journaled each.</summary>
    public void JournalRest(string protocol)
    {
        if (files > MaxJournaledFiles)
            entries.FilesPassed(session, protocol, files - MaxJournaledFiles);
    }

    private void JournalFile(FileFact closed, string protocol)
    {
        if (Interlocked.Increment(ref files) <= MaxJournaledFiles)
            entries.FilePassed(session, protocol, closed);
    }

    public void JournalRefusal(string control, string detail)
    {
        if (Interlocked.Increment(ref journaled) <= MaxJournaled)
            entries.ControlRefused(session, control, detail);
    }

    /// <summary>Ends the channel with a sentence; what still comes on it goes nowhere.</summary>
    public void Break(string code)
    {
        if (Interlocked.Exchange(ref broken, 1) != 0)
            return;
        channel.Doomed = true;
        // Not inside the turn that the caller holds.
        _ = RunAsync(() => acts.BreakAsync(channel, code));
    }

    /// <summary>Runs beside the lanes; a mistake in it ends the session.</summary>
    public async Task RunAsync(Func<Task> act)
    {
        try
        {
            await Task.Yield();
            await act();
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
