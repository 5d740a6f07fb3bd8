using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Channels;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Transport;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker;

/// <summary>The writing half of a technician's SSH connection.</summary>
internal sealed class SshTechnicianLeg(SshTransport transport, ChannelTable<RelayChannel> channels) : ITechnicianLeg
{
    private readonly LegFlush flush = new(transport);

    public void Data(RelayChannel channel, bool error, ReadOnlyMemory<byte> bytes)
    {
        var side = channel.Technician!;
        while (!bytes.IsEmpty)
        {
            if (!channels.CanSend(side))
                return;
            var part = bytes[..Math.Min(bytes.Length, side.SendWindow.MaximumPacket)];
            // The device was granted no more than the technician gave, and lines come out of a reserve.
            if (!side.SendWindow.TryTake(part.Length))
                throw new InvalidOperationException("more output than the technician granted");
            if (error)
                transport.Write(new ChannelExtendedDataMessage(side.RemoteId, ChannelExtendedDataMessage.StandardError, part));
            else
                transport.Write(new ChannelDataMessage(side.RemoteId, part));
            bytes = bytes[part.Length..];
        }
    }

    public void Reply(RelayChannel channel, bool success)
    {
        if (!channels.CanSend(channel.Technician!))
            return;
        if (success)
            transport.Write(new ChannelSuccessMessage(channel.Technician!.RemoteId));
        else
            transport.Write(new ChannelFailureMessage(channel.Technician!.RemoteId));
    }

    public void Request(RelayChannel channel, string type, ReadOnlyMemory<byte> data)
    {
        if (channels.CanSend(channel.Technician!))
            transport.Write(new ChannelRequestMessage(channel.Technician!.RemoteId, type, false, data));
    }

    public void Eof(RelayChannel channel)
    {
        if (channels.SendEof(channel.Technician!))
            transport.Write(new ChannelEofMessage(channel.Technician!.RemoteId));
    }

    public void Close(RelayChannel channel)
    {
        if (channels.Close(channel.Technician!))
            transport.Write(new ChannelCloseMessage(channel.Technician!.RemoteId));
    }

    public async ValueTask FlushAsync()
    {
        try
        {
            await transport.FlushAsync(CancellationToken.None);
        }
        catch (SshEndedException)
        {
            // The receive loop of this leg tells the end.
        }
    }

    public void Grant(RelayChannel channel, uint bytes)
    {
        var side = channel.Technician!;
        if (!channels.CanSend(side) || side.ReceiveWindow.Grant(bytes) is not (var granted and > 0))
            return;
        transport.Write(new ChannelWindowAdjustMessage(side.RemoteId, granted));
        flush.Request();
    }

    public void ShowState(SessionSnapshot now, string sentence)
    {
        // A terminal has no other place than its lines.
    }

    public void ShowNotice(SessionNoticeLine line, string sentence)
    {
        // As above.
    }

    public ValueTask EndAsync(SessionEnd end, string sentence, TimeSpan patience) =>
        transport.DisconnectAsync(DisconnectReason.ByApplication, TerminalLine.Clean(sentence), patience);
}
