using System.Threading.Channels;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Files;
using Bastion.Ssh.Scp;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>
/// scp to the device while uploads are held. The bastion is the sink of the client's scp and the source of the device's: a file is taken whole, settled, and only then offered to the device.
/// </summary>
internal sealed class ScpAirlock : IFileFilter
{
    /// <summary>Lines that a device may say without being asked.</summary>
    private const int MaxAnswers = 64;

    private readonly FileLine line;
    private readonly bool hashOnly;
    private readonly ScpCopy copy;
    private readonly ScpReader source = new();
    private readonly ScpReader sink = new();
    private readonly Lock gate = new();
    private readonly LocalAnswers local;
    private readonly Channel<ScpStep> steps = System.Threading.Channels.Channel.CreateUnbounded<ScpStep>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<byte[]> deviceSays = System.Threading.Channels.Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxAnswers) { SingleReader = true });
    private bool ended;

    public ScpAirlock(FileLine line, ScpCommand command, AirlockDesk desk, bool hashOnly)
    {
        this.line = line;
        this.hashOnly = hashOnly;
        local = new LocalAnswers(line, () => true);
        copy = new ScpCopy(this, new ScpPaths(command), desk, hashOnly);
        _ = line.RunAsync(RunAsync);
    }

    public ChannelReader<ScpStep> Steps => steps.Reader;

    public FileLine Line => line;

    public async ValueTask FromTechnicianAsync(ReadOnlyMemory<byte> data)
    {
        try
        {
            while (!line.IsBroken && TryRead(source, ref data, out var piece))
            {
                var content = piece.Kind == ScpPieceKind.Content;
                var step = new ScpStep(piece.Kind, piece.Bytes.ToArray());
                List<FileFact> facts = [];
                if (content)
                    copy.Came(step.Bytes, facts);
                await line.TellAsync(line.Input, facts, "scp");
                await line.TakeAsync(piece.Bytes, kept: !content || !hashOnly, () => steps.Writer.TryWrite(step));
                if (!content)
                    line.GiveBack(piece.Bytes.Length);
            }
        }
        catch (SshProtocolException)
        {
            line.Break("files.protocol");
        }
    }

    public ValueTask FromDeviceAsync(ReadOnlyMemory<byte> data)
    {
        line.KeepFromTechnician(data.Length);
        try
        {
            while (!line.IsBroken && TryRead(sink, ref data, out var piece))
            {
                if (!deviceSays.Writer.TryWrite(piece.Bytes.ToArray()))
                    throw new SshProtocolException("device says more than it was asked");
            }
        }
        catch (SshProtocolException)
        {
            line.Break("files.device_protocol");
        }
        return ValueTask.CompletedTask;
    }

    public void CreditCame() => local.Request();

    /// <summary>What the device answers next; null when the channel ends first.</summary>
    public async Task<byte[]?> AnswerAsync()
    {
        while (await deviceSays.Reader.WaitToReadAsync())
        {
            if (deviceSays.Reader.TryRead(out var said))
                return said;
        }
        return null;
    }

    public void Reply(byte[] answer)
    {
        if (!local.TryAdd(answer))
            line.Break("files.protocol");
    }

    /// <summary>A file of this size follows; said before the client is told to go on.</summary>
    public void Expect(ulong bytes)
    {
        lock (gate)
            source.Content = bytes;
    }

    public async ValueTask EndAsync(RelayLane lane)
    {
        List<FileFact> left = [];
        lock (gate)
        {
            if (ended)
                return;
            ended = true;
        }
        steps.Writer.TryComplete();
        deviceSays.Writer.TryComplete();
        copy.End(left);
        await line.TellAsync(lane, left, "scp", journal: false);
    }

    public void Dispose() => copy.Dispose();

    private async Task RunAsync()
    {
        try
        {
            await copy.RunAsync();
        }
        catch (SshProtocolException)
        {
            line.Break("files.protocol");
        }
    }

    private bool TryRead(ScpReader reader, ref ReadOnlyMemory<byte> data, out ScpPiece piece)
    {
        lock (gate)
        {
            piece = default;
            return !ended && reader.TryRead(ref data, out piece);
        }
    }
}
