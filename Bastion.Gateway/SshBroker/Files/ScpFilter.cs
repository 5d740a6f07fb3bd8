using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Files;
using Bastion.Ssh.Scp;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>One channel of scp's old protocol, in the direction that its command names and no other.</summary>
internal sealed class ScpFilter(FileLine line, ScpCommand command, bool hashOnly) : IFileFilter
{
    private const string Protocol = "scp";

    private readonly ScpConversation conversation = new(command, hashOnly);
    private readonly List<FileFact> said = [];
    private readonly List<FileFact> answered = [];
    private readonly Lock gate = new();
    private bool ended;

    public async ValueTask FromTechnicianAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            while (!line.IsBroken && TryRead(command.ToDevice, ref data, said, out var piece))
            {
                if (said.Count > 0)
                    await line.TellAsync(line.Input, said, Protocol);
                await line.ToDeviceAsync(piece.Bytes, kept: piece.Kind != ScpPieceKind.Content || !hashOnly);
            }
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
            while (!line.IsBroken && TryRead(!command.ToDevice, ref data, answered, out var piece))
            {
                if (answered.Count > 0)
                    await line.TellAsync(line.Output, answered, Protocol);
                await line.ToTechnicianAsync(piece.Bytes, kept: piece.Kind != ScpPieceKind.Content || !hashOnly);
            }
        }
        catch (SshProtocolException)
        {
            line.Break("files.device_protocol");
        }
        if (line.IsBroken)
            line.KeepFromTechnician(data.Length);
    }

    public void Dispose() => conversation.Dispose();

    public void CreditCame()
    {
        // Nothing of ours waits for it.
    }

    public async ValueTask EndAsync(RelayLane lane)
    {
        List<FileFact> left = [];
        lock (gate)
        {
            if (ended)
                return;
            ended = true;
            conversation.End(left);
            conversation.Dispose();
        }
        await line.TellAsync(lane, left, Protocol);
        line.JournalRest(Protocol);
    }

    private bool TryRead(bool source, ref ReadOnlyMemory<byte> data, List<FileFact> facts, out ScpPiece piece)
    {
        lock (gate)
        {
            piece = default;
            return !ended && (source ? conversation.TryReadSource(ref data, facts, out piece) : conversation.TryReadSink(ref data, facts, out piece));
        }
    }
}
