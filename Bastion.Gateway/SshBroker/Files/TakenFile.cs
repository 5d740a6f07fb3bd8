using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Bastion.Admin.Contracts;
using Bastion.Ssh.Files;
using Bastion.Ssh.Sftp;
using Grpc.Core;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>
/// One file that a client writes while uploads are held. Its WRITEs go to Admin's quarantine and are answered; CLOSE asks for the verdict, and is answered when the device has the file,
/// or with the reason why it has not. Runs beside the lanes, one request after the other.
/// </summary>
internal sealed class TakenFile(SftpAirlock airlock, int number, int act, SftpRequest open, FileFlow flow) : IDisposable
{
    /// <summary>Content that came before what stands in front of it.</summary>
    private const int MaxAhead = 2 * 1024 * 1024;

    private readonly Channel<SpoolStep> steps = Channel.CreateUnbounded<SpoolStep>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SortedList<ulong, SpoolStep> ahead = [];
    private SftpAttributes attributes = SftpAttributes.None;
    private int aheadBytes;
    private string? fault;
    private bool closed;

    public string Handle { get; } = SftpConversation.TakenHandle + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Recorded and durable: may be acted on. Bounded by the technician's window, which is given back as Admin takes the content.</summary>
    public void Take(SpoolStep step) => steps.Writer.TryWrite(step);

    public void Dispose() => flow.Dispose();

    /// <summary>Content as it comes; gate held.</summary>
    public void Content(ulong offset, ReadOnlySpan<byte> content, ICollection<FileFact> facts) => flow.Add(offset, content, facts);

    /// <summary>The channel is over: what was not settled is told as cut; gate held.</summary>
    public void End(ICollection<FileFact> facts)
    {
        steps.Writer.TryComplete();
        Close("cut", "", facts);
    }

    public async Task RunAsync()
    {
        using var upload = airlock.Desk.Upload();
        if (await upload.BeginAsync("sftp", open.Path) is { } refusal)
        {
            airlock.Forget(this);
            await airlock.TellAsync([new FileFact(FileFactKind.Outcome) { Act = act, Outcome = AirlockWords.OutcomeOf(refusal) }]);
            airlock.Refuse(open.Id, refusal);
            return;
        }
        await airlock.TellAsync([new FileFact(FileFactKind.Outcome) { Act = act, File = number, Outcome = "ok" }]);
        airlock.Reply(SftpReply.Handle(open.Id, Encoding.ASCII.GetBytes(Handle)));
        await foreach (var step in steps.Reader.ReadAllAsync())
        {
            if (step.Request.Type == SftpType.Close)
            {
                await CloseAsync(upload, step.Request.Id);
                airlock.Forget(this);
                return;
            }
            await StepAsync(upload, step);
        }
    }

    private async Task StepAsync(HeldUpload upload, SpoolStep step)
    {
        var request = step.Request;
        switch (request.Type)
        {
            case SftpType.Write:
                await WriteAsync(upload, step);
                break;
            case SftpType.FStat:
                airlock.Reply(SftpReply.Attributes(request.Id, open.Attributes.With(attributes) with { Size = upload.Bytes }));
                break;
            case SftpType.FSetStat:
                // Cutting a file to what was sent is how some programs end; any other size would make another file.
                if (request.Attributes.Size is { } size && size != upload.Bytes && size != 0)
                    fault ??= "files.order";
                attributes = attributes.With(request.Attributes with { Size = null });
                Answer(request.Id);
                break;
            case SftpType.Extended when request.IsFSync:
                Answer(request.Id);
                break;
            default:
                airlock.Reply(SftpReply.Status(request.Id, SftpStatus.PermissionDenied, airlock.Sentence("files.handle")));
                break;
        }
    }

    private async Task WriteAsync(HeldUpload upload, SpoolStep step)
    {
        var offset = step.Request.Offset;
        airlock.GiveBack(await TakeAsync(upload, step, offset));
        while (ahead.Count > 0 && ahead.Keys[0] <= upload.Bytes && fault is null)
        {
            var next = ahead.Values[0];
            ahead.RemoveAt(0);
            aheadBytes -= next.Content.Length;
            if (next.Request.Offset != upload.Bytes)
                fault ??= "files.order";
            await SendAsync(upload, next);
        }
    }

    private async Task<int> TakeAsync(HeldUpload upload, SpoolStep step, ulong offset)
    {
        if (fault is null && offset > upload.Bytes && aheadBytes + step.Content.Length <= MaxAhead && ahead.TryAdd(offset, step))
        {
            aheadBytes += step.Content.Length;
            return step.Content.Length;
        }
        if (offset != upload.Bytes)
            fault ??= "files.order";
        await SendAsync(upload, step);
        return step.Content.Length;
    }

    private async Task SendAsync(HeldUpload upload, SpoolStep step)
    {
        // When Admin takes no more, its reason comes with the verdict.
        if (fault is null && !await upload.SendAsync(step.Content))
            fault = "";
        Answer(step.Request.Id);
    }

    private void Answer(uint id) => airlock.Reply(fault is null
        ? SftpReply.Status(id, SftpStatus.Ok, "")
        : SftpReply.Status(id, SftpStatus.Failure, fault.Length == 0 ? "" : airlock.Sentence(fault)));

    private async Task CloseAsync(HeldUpload upload, uint id)
    {
        if (ahead.Count > 0)
            fault ??= "files.order";
        foreach (var left in ahead.Values)
            Answer(left.Request.Id);
        if (fault is { Length: > 0 } order)
        {
            await RefuseAsync(id, "failed", new Refusal { Code = order });
            return;
        }
        var (grant, refusal) = await upload.FinishAsync();
        if (grant is null)
            await RefuseAsync(id, AirlockWords.OutcomeOf(refusal!), refusal!);
        else
            await DeliverAsync(id, grant);
    }

    private async Task DeliverAsync(uint id, HoldGrant grant)
    {
        await airlock.TellDeliveringAsync(number, open.Path, grant);
        string outcome;
        try
        {
            outcome = await airlock.DeliverAsync(open, attributes, airlock.Desk.FetchAsync(grant));
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            outcome = "cut";
        }
        await airlock.Desk.DeliveredAsync(grant, outcome == "ok", outcome);
        if (outcome != "ok")
        {
            await RefuseAsync(id, outcome, new Refusal { Code = "files.not_delivered" });
            return;
        }
        await TellClosedAsync("ok", "");
        airlock.Reply(SftpReply.Status(id, SftpStatus.Ok, ""));
    }

    private async Task RefuseAsync(uint id, string outcome, Refusal refusal)
    {
        await TellClosedAsync(outcome, AirlockWords.DetailOf(refusal));
        airlock.Refuse(id, refusal);
    }

    private Task TellClosedAsync(string outcome, string detail)
    {
        List<FileFact> facts = [];
        airlock.WithGate(() => Close(outcome, detail, facts));
        return airlock.TellAsync(facts);
    }

    private void Close(string outcome, string detail, ICollection<FileFact> facts)
    {
        if (closed)
            return;
        closed = true;
        flow.Close(open.Path, fresh: true, outcome, facts, detail);
    }
}
