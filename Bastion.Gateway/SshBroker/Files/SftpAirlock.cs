using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Ssh.Files;
using Bastion.Ssh.Sftp;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>The files of one SFTP channel that are written while uploads are held.</summary>
internal sealed class SftpAirlock(FileLine line, AirlockDesk desk, LocalAnswers local, OwnRequests own, SftpConversation conversation, bool hashOnly, Lock gate)
{
    /// <summary>Files open for writing at once on one channel.</summary>
    private const int MaxOpen = 64;

    private readonly Dictionary<string, TakenFile> files = [];
    private SftpRequest? writing;
    private TakenFile? writingTo;
    private byte[] content = [];
    private int have;

    public AirlockDesk Desk => desk;

    /// <summary>A request that the conversation gave to the airlock; gate held. Says what to run once the request is durable, null for nothing yet.</summary>
    public Action? Take(SftpRequest request, ICollection<FileFact> facts)
    {
        if (request.Type == SftpType.Open)
            return Open(request, facts);
        var file = files.GetValueOrDefault(Encoding.Latin1.GetString(request.Handle.Span));
        if (request.Type == SftpType.Write)
        {
            (writing, writingTo, content, have) = (request, file, new byte[request.Length], 0);
            return request.Length == 0 ? Written() : null;
        }
        var kept = request with { Handle = default, ToHandle = default, RawPath = default };
        return file is null ? () => NoHandle(request.Id) : () => file.Take(new SpoolStep(kept, []));
    }

    /// <summary>Content of the WRITE that was taken last; gate held.</summary>
    public Action? Content(ReadOnlySpan<byte> bytes, bool last, ICollection<FileFact> facts)
    {
        writingTo?.Content(writing!.Offset + (ulong)have, bytes, facts);
        bytes.CopyTo(content.AsSpan(have));
        have += bytes.Length;
        return last ? Written() : null;
    }

    /// <summary>The channel is over; gate held.</summary>
    public void End(ICollection<FileFact> facts)
    {
        foreach (var file in files.Values)
            file.End(facts);
        files.Clear();
        own.End();
    }

    public void Forget(TakenFile file)
    {
        lock (gate)
        {
            files.Remove(file.Handle);
            file.Dispose();
        }
    }

    public void WithGate(Action act)
    {
        lock (gate)
            act();
    }

    public string Sentence(string code) => line.Sentence(code);

    public void Reply(byte[] packet)
    {
        if (!local.TryAdd(packet))
            line.Break("files.protocol");
    }

    public void Refuse(uint id, Refusal refusal)
    {
        var sentence = line.Sentence(refusal);
        local.Show(sentence);
        Reply(SftpReply.Status(id, SftpStatus.PermissionDenied, sentence));
    }

    public void GiveBack(int bytes) => line.GiveBack(bytes);

    public Task TellAsync(List<FileFact> facts) => line.TellLaterAsync(facts, "sftp", journal: facts.Exists(fact => fact.Outcome == "ok"));

    /// <summary>Stands in the recording before the first byte goes to the device.</summary>
    public Task TellDeliveringAsync(int file, string path, HoldGrant grant) => line.TellOnInputAsync(FileEvents.Delivering(file, path, grant));

    public Task<string> DeliverAsync(SftpRequest open, SftpAttributes attributes, IAsyncEnumerable<ReadOnlyMemory<byte>> bytes) => new SftpDelivery(own).RunAsync(open, attributes, bytes);

    private Action Open(SftpRequest request, ICollection<FileFact> facts)
    {
        var act = conversation.NextAct();
        facts.Add(new FileFact(FileFactKind.Act) { Act = act, Op = "open", Path = request.Path, Way = FileWay.In });
        if (files.Count >= MaxOpen || (request.Flags & SftpOpenFlags.Append) != 0)
        {
            // Half of a file cannot be scanned: what is written while uploads are held is written as a whole.
            facts.Add(new FileFact(FileFactKind.Outcome) { Act = act, Outcome = "refused" });
            return () => Refuse(request.Id, new Refusal { Code = "files.order" });
        }
        var number = conversation.NextFile();
        var file = new TakenFile(this, number, act, request with { RawPath = request.RawPath.ToArray() }, new FileFlow(number, FileWay.In, hashOnly));
        files.Add(file.Handle, file);
        return () => _ = line.RunAsync(file.RunAsync);
    }

    private Action Written()
    {
        var (request, file, bytes) = (writing!, writingTo, content);
        (writing, writingTo, content, have) = (null, null, [], 0);
        if (file is not null)
            return () => file.Take(new SpoolStep(request with { Handle = default }, bytes));
        line.GiveBack(bytes.Length);
        return () => NoHandle(request.Id);
    }

    private void NoHandle(uint id) => Reply(SftpReply.Status(id, SftpStatus.Failure, line.Sentence("files.handle")));
}
