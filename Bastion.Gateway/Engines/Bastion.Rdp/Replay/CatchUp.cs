using System.Buffers;
using System.Buffers.Binary;

namespace Bastion.Rdp.Replay;

/// <summary>
/// Puts many updates together into few. A viewer presents its whole surface after each update, so half a minute of changes costs seconds one by one and
/// a moment in one piece: surface commands and bitmap rectangles are lists, and lists are joined (MS-RDPBCGR 2.2.9.1.2.1.10, 2.2.9.1.1.3.1.2).
/// What is neither stays what it is, in its place; pointers and empty synchronize updates are left out.
/// </summary>
public sealed class CatchUp
{
    private const byte Bitmap = 1;
    private const byte Surface = 4;
    private const byte Single = 0;
    private const byte Last = 1;
    private const byte First = 2;
    private const byte Next = 3;

    private readonly List<byte[]> ready = [];
    private readonly ArrayBufferWriter<byte> merged = new();
    private readonly ArrayBufferWriter<byte> fragments = new();
    private byte kind;
    private int rectangles;
    private byte fragmentKind;

    /// <summary>Something can be sent.</summary>
    public bool HasUpdate => ready.Count > 0 || merged.WrittenCount > 0;

    /// <summary>An update has begun whose last fragment is not here yet; stopping now would lose it.</summary>
    public bool IsBetween => fragments.WrittenCount > 0;

    /// <summary>Takes one PDU that is a picture.</summary>
    public void Add(ReadOnlySpan<byte> pdu)
    {
        if (!ReplayFrames.IsFastPath(pdu))
        {
            AddWhole(pdu);
            return;
        }

        var updates = pdu[((pdu[1] & 0x80) == 0 ? 2 : Math.Min(3, pdu.Length))..];
        while (updates.Length >= 3)
        {
            var head = updates[0];
            int length = BinaryPrimitives.ReadUInt16LittleEndian(updates[1..]);
            if ((head & 0xC0) != 0 || length > updates.Length - 3)
                return;
            Add((byte)(head & 0xf), (byte)((head >> 4) & 3), updates.Slice(3, length));
            updates = updates[(3 + length)..];
        }
    }

    /// <summary>Takes a PDU that must stay as it is and where it is.</summary>
    public void AddWhole(ReadOnlySpan<byte> pdu)
    {
        Close();
        ready.Add(pdu.ToArray());
    }

    /// <summary>What there is to send; it is empty afterwards.</summary>
    public IReadOnlyList<byte[]> Take()
    {
        Close();
        byte[][] all = [.. ready];
        ready.Clear();
        return all;
    }

    private void Add(byte code, byte fragmentation, ReadOnlySpan<byte> data)
    {
        switch (fragmentation)
        {
            case Single:
                AddUpdate(code, data);
                break;
            case First:
                fragmentKind = code;
                fragments.ResetWrittenCount();
                fragments.Write(data);
                break;
            case Next or Last when fragments.WrittenCount > 0 && fragments.WrittenCount + data.Length > ReplayLimits.MaxMerged:
                fragments.ResetWrittenCount();
                break;
            case Next or Last when fragmentKind == code && fragments.WrittenCount > 0:
                fragments.Write(data);
                if (fragmentation != Last)
                    break;
                AddUpdate(code, fragments.WrittenSpan);
                fragments.ResetWrittenCount();
                break;
        }
    }

    private void AddUpdate(byte code, ReadOnlySpan<byte> data)
    {
        if (code is not (Bitmap or Surface))
            return;
        if (code != kind || merged.WrittenCount + data.Length > ReplayLimits.MaxMerged || rectangles > ushort.MaxValue / 2)
            Close();
        kind = code;
        if (code == Surface)
        {
            merged.Write(data);
            return;
        }

        if (data.Length < 4 || BinaryPrimitives.ReadUInt16LittleEndian(data) != Bitmap)
            return;
        if (merged.WrittenCount == 0)
            merged.Write((ReadOnlySpan<byte>)[Bitmap, 0, 0, 0]);
        rectangles += BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
        merged.Write(data[4..]);
    }

    private void Close()
    {
        if (merged.WrittenCount > 0)
        {
            var update = merged.WrittenSpan;
            if (kind == Bitmap)
            {
                var bitmaps = update.ToArray().AsSpan();
                BinaryPrimitives.WriteUInt16LittleEndian(bitmaps[2..], (ushort)Math.Min(rectangles, ushort.MaxValue));
                update = bitmaps;
            }

            Fragment(update);
        }

        merged.ResetWrittenCount();
        (kind, rectangles) = (0, 0);
    }

    private void Fragment(ReadOnlySpan<byte> update)
    {
        for (var at = 0; at < update.Length; at += ReplayLimits.MaxFragment)
        {
            var part = update.Slice(at, Math.Min(ReplayLimits.MaxFragment, update.Length - at));
            var (first, last) = (at == 0, at + part.Length == update.Length);
            var fragmentation = first && last ? Single : first ? First : last ? Last : Next;
            var pdu = new byte[part.Length + 6];
            BinaryPrimitives.WriteUInt16BigEndian(pdu.AsSpan(1), (ushort)(0x8000 | pdu.Length));
            pdu[3] = (byte)(kind | (fragmentation << 4));
            BinaryPrimitives.WriteUInt16LittleEndian(pdu.AsSpan(4), (ushort)part.Length);
            part.CopyTo(pdu.AsSpan(6));
            ready.Add(pdu);
        }
    }
}
