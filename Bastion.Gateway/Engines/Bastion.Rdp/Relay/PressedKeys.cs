using Bastion.Rdp.Pdus;

namespace Bastion.Rdp.Relay;

/// <summary>Keys and buttons that are down on the device, so that a freeze lets go of all of them: nothing stays held on a machine that nobody steers.</summary>
public sealed class PressedKeys : IInputListener
{
    private const int MostPerFrame = 15;
    private const int ButtonDown = 0x8000;
    private const int AllButtons = 0x7000;
    private const int ExtraButtons = 0x0003;

    private readonly bool[] keys = new bool[3 * 256];
    private int buttons;
    private int extraButtons;
    private ushort x;
    private ushort y;

    public void Key(byte code, int prefix, bool down) => keys[prefix * 256 + code] = down;

    public void Letter(ushort unit, bool down)
    {
        // A letter is typed, never held.
    }

    public void Mouse(ushort flags, ushort x, ushort y)
    {
        (this.x, this.y) = (x, y);
        buttons = (flags & ButtonDown) != 0 ? buttons | (flags & AllButtons) : buttons & ~(flags & AllButtons);
    }

    public void ExtraMouse(ushort flags, ushort x, ushort y)
    {
        (this.x, this.y) = (x, y);
        extraButtons = (flags & ButtonDown) != 0 ? extraButtons | (flags & ExtraButtons) : extraButtons & ~(flags & ExtraButtons);
    }

    public void Locks(int flags)
    {
        // Locks are states of their own.
    }

    /// <summary>Fast-path frames that let go of everything; empty when nothing is held.</summary>
    public IReadOnlyList<byte[]> Release()
    {
        List<byte[]> events = [];
        for (var key = 0; key < keys.Length; key++)
            if (keys[key])
                events.Add([(byte)(1 | (key / 256) << 1), (byte)key]);
        for (var button = 0x1000; button <= 0x4000; button <<= 1)
            if ((buttons & button) != 0)
                events.Add(Button(1, button));
        for (var button = 1; button <= 2; button <<= 1)
            if ((extraButtons & button) != 0)
                events.Add(Button(2, button));
        Array.Clear(keys);
        (buttons, extraButtons) = (0, 0);
        return [.. events.Chunk(MostPerFrame).Select(Frame)];
    }

    private byte[] Button(int code, int button) => [(byte)(code << 5), (byte)button, (byte)(button >> 8), (byte)x, (byte)(x >> 8), (byte)y, (byte)(y >> 8)];

    private static byte[] Frame(byte[][] events)
    {
        var length = 3 + events.Sum(one => one.Length);
        return [(byte)(events.Length << 2), (byte)(0x80 | (length >> 8)), (byte)length, .. events.SelectMany(one => one)];
    }
}
