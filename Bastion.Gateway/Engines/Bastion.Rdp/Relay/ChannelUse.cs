namespace Bastion.Rdp.Relay;

/// <summary>What passes on a channel.</summary>
public enum ChannelUse
{
    /// <summary>Nothing: the client has an id for it and the device never heard of it.</summary>
    Blocked,
    Desktop,
    Clipboard,
}
