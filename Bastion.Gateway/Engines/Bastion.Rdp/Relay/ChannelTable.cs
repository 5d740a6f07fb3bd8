namespace Bastion.Rdp.Relay;

/// <summary>The channels of one connection. What is not in it does not pass, in either direction.</summary>
public sealed class ChannelTable(ushort frontUser, ushort deviceUser, IReadOnlyList<ChannelPair> pairs)
{
    public ushort FrontUser => frontUser;

    public ushort DeviceUser => deviceUser;

    public ChannelPair Desktop { get; } = pairs.Single(one => one.Use == ChannelUse.Desktop);

    public ChannelPair? Clipboard { get; } = pairs.FirstOrDefault(one => one.Use == ChannelUse.Clipboard);

    public ChannelPair? OfFront(ushort id) => pairs.FirstOrDefault(one => one.Front == id && one.Use != ChannelUse.Blocked);

    public ChannelPair? OfDevice(ushort id) => pairs.FirstOrDefault(one => one.Device == id && one.Use != ChannelUse.Blocked);
}
