using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>
/// The technician's end of a session: an SSH connection with its channels, or a web terminal. Calls with a channel come from the lane's delivery only, in order;
/// <see cref="Grant"/> and the rest from any task.
/// </summary>
internal interface ITechnicianLeg
{
    void Data(RelayChannel channel, bool error, ReadOnlyMemory<byte> bytes);

    void Reply(RelayChannel channel, bool success);

    /// <summary>A channel request of the device, want-reply false.</summary>
    void Request(RelayChannel channel, string type, ReadOnlyMemory<byte> data);

    void Eof(RelayChannel channel);

    void Close(RelayChannel channel);

    ValueTask FlushAsync();

    /// <summary>The technician may send this much more on a channel.</summary>
    void Grant(RelayChannel channel, uint bytes);

    /// <summary>For a leg that has a place besides the terminal to show it; never blocks.</summary>
    void ShowState(SessionSnapshot now, string sentence);

    void ShowNotice(SessionNoticeLine line, string sentence);

    /// <summary>Tells the end and closes; a peer that does not read is not waited for longer than <paramref name="patience"/>.</summary>
    ValueTask EndAsync(SessionEnd end, string sentence, TimeSpan patience);
}
