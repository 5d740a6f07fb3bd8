namespace Bastion.Rdp.Relay;

/// <summary>What a technician may do on a desktop.</summary>
/// <param name="ClipboardIn">Text to the device.</param>
/// <param name="ClipboardOut">Text from the device.</param>
/// <param name="ReadOnly">Nothing that is typed or clicked reaches the device.</param>
public sealed record DesktopRules(bool ClipboardIn, bool ClipboardOut, bool ReadOnly)
{
    public bool Clipboard => !ReadOnly && ClipboardIn || ClipboardOut;
}
