using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Files;
using Bastion.Ssh.Scp;
using Bastion.Ssh.Wire;
using Grpc.Core;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>The middle of a held scp: takes what the client says in order, answers it, and says to the device what is settled. Runs beside the lanes.</summary>
internal sealed class ScpCopy(ScpAirlock airlock, ScpPaths paths, AirlockDesk desk, bool hashOnly) : IDisposable
{
    private const string Protocol = "scp";

    private static readonly byte[] Good = [0];

    private readonly Lock gate = new();
    private byte[]? times;
    private byte[] announced = [];
    private string path = "";
    private FileFlow? flow;
    private ulong at;
    private HeldUpload? upload;
    private int acts;
    private int files;

    /// <summary>Content as it comes, before it is durable; also from the input lane's turn.</summary>
    public void Came(ReadOnlySpan<byte> content, ICollection<FileFact> facts)
    {
        lock (gate)
        {
            flow?.Add(at, content, facts);
            at += (ulong)content.Length;
        }
    }

    public void End(ICollection<FileFact> facts)
    {
        lock (gate)
        {
            flow?.Close(path, fresh: false, "cut", facts);
            flow?.Dispose();
            flow = null;
        }
    }

    public void Dispose()
    {
        upload?.Dispose();
        flow?.Dispose();
    }

    public async Task RunAsync()
    {
        // The device's scp says that it is there, or why not.
        if (await airlock.AnswerAsync() is not { } ready)
            return;
        airlock.Reply(ready);
        await foreach (var step in airlock.Steps.ReadAllAsync())
        {
            switch (step.Kind)
            {
                case ScpPieceKind.Content:
                    if (upload is not null)
                        await upload.SendAsync(step.Bytes);
                    airlock.Line.GiveBack(step.Bytes.Length);
                    break;
                case ScpPieceKind.Done:
                    await FinishAsync();
                    break;
                default:
                    await LineAsync(step.Bytes);
                    break;
            }
        }
        upload?.Dispose();
        upload = null;
    }

    private async Task LineAsync(byte[] said)
    {
        if (said[0] is 1 or 2)
        {
            // The client could not read its file: nothing is kept of it.
            if (upload is not null)
            {
                await CloseAsync("failed", "client");
                airlock.Reply(Good);
            }
            return;
        }
        var header = upload is null ? ScpHeader.Parse(said) : null;
        switch (header?.Kind)
        {
            case 'T':
                times = said;
                airlock.Reply(Good);
                break;
            case 'C':
                await BeginAsync(header, said);
                break;
            case 'D' or 'E':
                await PassAsync(header, said);
                break;
            default:
                throw new SshProtocolException("line of a file copy is none");
        }
    }

    private async Task BeginAsync(ScpHeader header, byte[] said)
    {
        var act = ++acts;
        (path, announced) = (paths.Of(header.Name), said);
        var starting = desk.Upload();
        await TellAsync(new FileFact(FileFactKind.Act) { Act = act, Op = "open", Path = path, Way = FileWay.In, Detail = "mode " + header.Mode });
        if (await starting.BeginAsync(Protocol, path) is { } refusal)
        {
            starting.Dispose();
            times = null;
            await TellAsync(new FileFact(FileFactKind.Outcome) { Act = act, Outcome = AirlockWords.OutcomeOf(refusal) });
            Refuse(refusal);
            return;
        }
        lock (gate)
        {
            flow = new FileFlow(++files, FileWay.In, hashOnly);
            at = 0;
        }
        upload = starting;
        await TellAsync(new FileFact(FileFactKind.Outcome) { Act = act, File = files, Outcome = "ok" });
        airlock.Expect(header.Size);
        airlock.Reply(Good);
    }

    private async Task PassAsync(ScpHeader header, byte[] said)
    {
        var answer = await SayAsync(times ?? [], said);
        if (header.Kind == 'E')
            paths.Leave();
        else if (answer is [0])
            paths.Enter(header.Name);
        times = null;
        if (answer is not null)
            airlock.Reply(answer);
    }

    private async Task FinishAsync()
    {
        if (upload is null)
            throw new SshProtocolException("file copy out of turn");
        var (grant, refusal) = await upload.FinishAsync();
        if (grant is null)
        {
            await CloseAsync(AirlockWords.OutcomeOf(refusal!), AirlockWords.DetailOf(refusal!));
            times = null;
            Refuse(refusal!);
            return;
        }
        await airlock.Line.TellOnInputAsync(FileEvents.Delivering(files, path, grant));
        var answer = await DeliverAsync(grant);
        var done = answer is [0];
        var outcome = done ? "ok" : answer is null ? "cut" : "failed";
        await desk.DeliveredAsync(grant, done, outcome);
        await CloseAsync(outcome, "");
        times = null;
        if (answer is not null)
            airlock.Reply(answer);
    }

    /// <returns>What the device's scp says in the end.</returns>
    private async Task<byte[]?> DeliverAsync(HoldGrant grant)
    {
        var first = await SayAsync(times ?? [], announced);
        if (first is not [0])
            return first;
        try
        {
            await foreach (var part in desk.FetchAsync(grant))
                await airlock.Line.SendOwnAsync(part);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            // What the device has is not the whole file, and it must not take it for that.
            airlock.Line.Break("files.not_delivered");
            return null;
        }
        await airlock.Line.SendOwnAsync(Good);
        return await airlock.AnswerAsync();
    }

    /// <summary>Says one or two lines to the device; its answer to the last, or to the first when that is no good.</summary>
    private async Task<byte[]?> SayAsync(byte[] before, byte[] said)
    {
        if (before.Length > 0)
        {
            await airlock.Line.SendOwnAsync(before);
            if (await airlock.AnswerAsync() is not [0] and var answer)
                return answer;
        }
        await airlock.Line.SendOwnAsync(said);
        return await airlock.AnswerAsync();
    }

    private async Task CloseAsync(string outcome, string detail)
    {
        List<FileFact> facts = [];
        lock (gate)
        {
            flow?.Close(path, fresh: true, outcome, facts, detail);
            flow?.Dispose();
            flow = null;
        }
        upload?.Dispose();
        upload = null;
        await airlock.Line.TellLaterAsync(facts, Protocol, journal: outcome == "ok");
    }

    private Task TellAsync(FileFact fact) => airlock.Line.TellLaterAsync([fact], Protocol, journal: false);

    // A line that begins with 1: the client shows it, counts one error and goes on with the next file.
    private void Refuse(Refusal refusal) => airlock.Reply(Encoding.UTF8.GetBytes($"\u0001[Bastion] {TerminalLine.Clean(airlock.Line.Sentence(refusal))}\n"));
}
