namespace Bastion.Rdp.Wire;

/// <summary>The peer broke the protocol. The message is short, fixed text of ours without anything that the peer sent.</summary>
public sealed class RdpProtocolException(string message) : Exception(message);
