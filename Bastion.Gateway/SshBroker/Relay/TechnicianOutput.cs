using Bastion.Gateway.Sessions;
using Bastion.Ssh.Messages;
using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>The end of the output lane: durable bytes of the device, and lines of the bastion, to the technician's leg.</summary>
internal sealed class TechnicianOutput(BrokeredSession session, ITechnicianLeg technician, InputGate gate, Action<RelayChannel, uint> grantDevice, SessionMetrics metrics) : ILaneTarget
{
    private bool wrote;

    public ValueTask DeliverAsync(LaneOp op, ReadOnlyMemory<byte> payload)
    {
        if (gate.IsEnded)
            return ValueTask.CompletedTask;
        var channel = op.Channel!;
        switch (op.Kind)
        {
            case LaneOpKind.Data or LaneOpKind.ErrorData:
                if (session.Current.Freeze.IsBlind || channel.Torn)
                {
                    // Recorded, not shown: the device must not wait for a window that nobody empties.
                    grantDevice(channel, channel.ToTechnician.Swallow(payload.Length));
                    channel.Torn = !channel.IsTerminal;
                    return ValueTask.CompletedTask;
                }
                metrics.Relayed("output", payload.Length);
                if (channel.IsTerminal)
                {
                    payload = channel.Screen.Pass(payload);
                    grantDevice(channel, channel.ToTechnician.Swallow(channel.Screen.Dropped));
                    if (payload.IsEmpty)
                        return ValueTask.CompletedTask;
                }
                technician.Data(channel, op.Kind == LaneOpKind.ErrorData, payload);
                break;
            case LaneOpKind.Line or LaneOpKind.ErrorLine:
                technician.Data(channel, op.Kind == LaneOpKind.ErrorLine, payload);
                break;
            case LaneOpKind.Eof:
                technician.Eof(channel);
                break;
            case LaneOpKind.Close:
                technician.Close(channel);
                break;
            case LaneOpKind.Reply:
                technician.Reply(channel, op.Argument == 1);
                break;
            case LaneOpKind.Request:
                var reader = new WireReader(payload);
                var type = reader.ReadName();
                reader.ReadBoolean();
                technician.Request(channel, type, reader.ReadRest());
                break;
            default:
                throw new InvalidOperationException("not an act of the output lane: " + op.Kind);
        }
        wrote = true;
        return ValueTask.CompletedTask;
    }

    public async ValueTask FlushAsync()
    {
        if (!wrote || gate.IsEnded)
            return;
        wrote = false;
        await technician.FlushAsync();
        session.Clock.WroteToTechnician();
    }
}
