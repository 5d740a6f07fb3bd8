namespace Bastion.Gateway.RdpBroker;

/// <summary>One thing to do; its bytes are a range of the batch's buffer.</summary>
/// <param name="Argument">Input: the epoch of the gate in which it was typed. Output: number of a drawn frame that wants an acknowledgement, plus one.</param>
internal readonly record struct DesktopOp(DesktopOpKind Kind, int Offset, int Length, uint Argument, TaskCompletionSource? Marker);
