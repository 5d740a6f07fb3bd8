using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Files;
using Bastion.Ssh.Sftp;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>One SFTP channel: every request is judged before it goes on, every answer is matched with it.</summary>
internal sealed class SftpFilter : IFileFilter
{
    private const string Protocol = "sftp";

    private readonly FileLine line;
    private readonly SftpRights rights;
    private readonly SftpConversation conversation;
    private readonly SftpFramer requests = new(fromClient: true);
    private readonly SftpFramer answers = new(fromClient: false);
    private readonly LocalAnswers local;
    private readonly OwnRequests own;
    private readonly SftpAirlock airlock;
    private readonly List<FileFact> said = [];
    private readonly List<FileFact> answered = [];
    private readonly Lock gate = new();
    private SftpRulingKind ruling;
    private bool forTechnician;
    private bool carriesContent;
    private bool ended;

    public SftpFilter(FileLine line, SftpRights rights, AirlockDesk desk)
    {
        this.line = line;
        this.rights = rights;
        conversation = new SftpConversation(rights);
        local = new LocalAnswers(line, () => answers.AtBoundary);
        own = new OwnRequests(line, conversation, gate);
        airlock = new SftpAirlock(line, desk, local, own, conversation, rights.HashOnly, gate);
    }

    public async ValueTask FromTechnicianAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            while (!line.IsBroken && requests.TryRead(ref data, out var piece))
                await RequestedAsync(piece);
        }
        catch (SshProtocolException)
        {
            line.Break("files.protocol");
        }
    }

    public async ValueTask FromDeviceAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            while (!line.IsBroken && answers.TryRead(ref data, out var piece))
                await AnsweredAsync(piece);
        }
        catch (SshProtocolException)
        {
            line.Break("files.device_protocol");
        }
        if (line.IsBroken)
            line.KeepFromTechnician(data.Length);
        else if (!local.IsEmpty)
            await local.DrainAsync();
    }

    public void Dispose() => conversation.Dispose();

    public void CreditCame() => local.Request();

    public async ValueTask EndAsync(RelayLane lane)
    {
        List<FileFact> left = [];
        lock (gate)
        {
            if (ended)
                return;
            ended = true;
            airlock.End(left);
            conversation.End(left);
            conversation.Dispose();
        }
        await line.TellAsync(lane, left, Protocol, journal: !rights.Airlock);
        line.JournalRest(Protocol);
    }

    private async ValueTask RequestedAsync(SftpPiece piece)
    {
        SftpRuling? judged = null;
        Action? act = null;
        lock (gate)
        {
            if (ended)
                return;
            if (piece.Kind is SftpPieceKind.Head or SftpPieceKind.Packet)
            {
                judged = conversation.Ask(piece.Bytes, said);
                ruling = judged.Kind;
                if (ruling == SftpRulingKind.Take)
                    act = airlock.Take(judged.Request, said);
            }
            else if (ruling == SftpRulingKind.Take)
            {
                act = airlock.Content(piece.Bytes.Span, piece.Last, said);
            }
            else if (piece.Kind == SftpPieceKind.Content && ruling == SftpRulingKind.Pass)
            {
                conversation.Sending(piece.Bytes.Span, said);
            }
        }
        if (said.Count > 0)
            await line.TellAsync(line.Input, said, Protocol);
        var kept = piece.Kind != SftpPieceKind.Content || !rights.HashOnly;
        switch (ruling)
        {
            case SftpRulingKind.Pass:
                await line.ToDeviceAsync(piece.Bytes, kept);
                break;
            case SftpRulingKind.Replace:
                await line.ToDeviceAsync(judged!.Replacement);
                break;
            case SftpRulingKind.Take:
                await line.TakeAsync(piece.Bytes, kept, act);
                // Content is given back when the airlock has it, the rest at once.
                if (piece.Kind != SftpPieceKind.Content)
                    line.GiveBack(piece.Bytes.Length);
                break;
            default:
                await line.KeepFromDeviceAsync(piece.Bytes, kept);
                if (judged is not null)
                    Refuse(judged);
                break;
        }
    }

    private void Refuse(SftpRuling refused)
    {
        var sentence = SentenceOf(refused);
        if (refused.Control.Length > 0)
            local.Show(sentence);
        if (!local.TryAdd(SftpReply.Status(refused.Request.Id, refused.Status, sentence)))
            line.Break("files.protocol");
    }

    private string SentenceOf(SftpRuling refused) => line.Sentence(refused switch
    {
        { Control.Length: > 0 } => "control." + refused.Control,
        { Status: SftpStatus.OpUnsupported } => "files.unsupported",
        _ => "files.handle",
    });

    private async ValueTask AnsweredAsync(SftpPiece piece)
    {
        lock (gate)
        {
            if (ended)
                return;
            if (piece.Kind != SftpPieceKind.Content)
            {
                forTechnician = conversation.Answer(piece.Bytes, answered);
                if (!forTechnician)
                    own.Answered(SftpOwnAnswer.Read(piece.Bytes));
                carriesContent = piece.Type == SftpType.Data;
            }
            else if (carriesContent)
            {
                conversation.Receiving(piece.Bytes.Span, answered);
            }
        }
        if (answered.Count > 0)
            await line.TellAsync(line.Output, answered, Protocol);
        if (forTechnician)
            await line.ToTechnicianAsync(piece.Bytes, kept: piece.Kind != SftpPieceKind.Content || !carriesContent || !rights.HashOnly);
        else
            line.KeepFromTechnician(piece.Bytes.Length);
    }
}
