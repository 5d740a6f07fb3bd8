using System.Text;
using Bastion.Gateway.SshBroker.Relay;

namespace Bastion.Gateway.SshBroker.Files;

/// <summary>A command while uploads are looked at: what would be sent to it cannot be, so it gets none. Its output passes.</summary>
internal sealed class UnseenInputFilter(FileLine line) : IFileFilter
{
    public async ValueTask FromTechnicianAsync(ReadOnlyMemory<byte> data)
    {
        if (line.IsBroken)
            return;
        var command = Encoding.UTF8.GetString(line.Channel.Command);
        await line.Input.AppendEventAsync(line.Channel.Number, RecordEvents.Refused(ChannelRules.Upload, command));
        line.JournalRefusal(ChannelRules.Upload, command);
        await line.KeepFromDeviceAsync(data);
        line.Break("control.upload");
    }

    public async ValueTask FromDeviceAsync(ReadOnlyMemory<byte> data)
    {
        if (line.IsBroken)
            line.KeepFromTechnician(data.Length);
        else
            await line.ToTechnicianAsync(data);
    }

    public void Dispose()
    {
        // It holds nothing.
    }

    public void CreditCame()
    {
        // Nothing of ours waits for it.
    }

    public ValueTask EndAsync(RelayLane lane) => ValueTask.CompletedTask;
}
