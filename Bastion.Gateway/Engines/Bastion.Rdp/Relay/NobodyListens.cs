using Bastion.Rdp.Pdus;

namespace Bastion.Rdp.Relay;

/// <summary>Input that is only checked for its form.</summary>
internal sealed class NobodyListens : IInputListener
{
    public static NobodyListens Instance { get; } = new();

    public void Key(byte code, int prefix, bool down)
    {
        // Only read.
    }

    public void Letter(ushort unit, bool down)
    {
        // Only read.
    }

    public void Mouse(ushort flags, ushort x, ushort y)
    {
        // Only read.
    }

    public void ExtraMouse(ushort flags, ushort x, ushort y)
    {
        // Only read.
    }

    public void Locks(int flags)
    {
        // Only read.
    }
}
