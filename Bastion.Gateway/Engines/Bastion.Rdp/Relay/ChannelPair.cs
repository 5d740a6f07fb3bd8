namespace Bastion.Rdp.Relay;

/// <summary>One channel by its id on either leg.</summary>
public sealed record ChannelPair(ChannelUse Use, ushort Front, ushort Device);
