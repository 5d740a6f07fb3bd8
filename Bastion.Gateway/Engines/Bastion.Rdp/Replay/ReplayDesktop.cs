namespace Bastion.Rdp.Replay;

/// <summary>What the recording says of its desktop: pixels, and the MCS ids that its PDUs carry.</summary>
public sealed record ReplayDesktop(int Width, int Height, ushort UserId, ushort IoChannel);
