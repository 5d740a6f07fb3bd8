namespace Bastion.Rdp.Pdus;

/// <summary>Told of every input event.</summary>
public interface IInputListener
{
    /// <param name="code">Scancode of set 1.</param>
    /// <param name="prefix">0, or 1 for E0, 2 for E1.</param>
    /// <param name="down">Pressed; otherwise let go.</param>
    void Key(byte code, int prefix, bool down);

    /// <summary>A UTF-16 unit.</summary>
    void Letter(ushort unit, bool down);

    /// <param name="flags">Pointer flags of 2.2.8.1.1.3.1.1.3.</param>
    /// <param name="x">From the left.</param>
    /// <param name="y">From above.</param>
    void Mouse(ushort flags, ushort x, ushort y);

    void ExtraMouse(ushort flags, ushort x, ushort y);

    /// <summary>State of the lock keys.</summary>
    void Locks(int flags);
}
