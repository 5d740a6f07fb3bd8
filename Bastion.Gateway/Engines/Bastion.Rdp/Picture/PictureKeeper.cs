using System.Buffers;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Picture;

/// <summary>
/// Those of a device's updates that still show somewhere: drawn again in their order they give the present picture, without asking the device, which may leave out what it
/// believes to be known (xrdp does). Nothing is decoded. When it holds too much it forgets, and is complete again when every part of the desktop was drawn anew.
/// </summary>
public sealed class PictureKeeper(int width, int height)
{
    /// <summary>Octets kept for one desktop.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    private const int Side = 32;

    /// <summary>Updates that may show in one cell: more, and it is not worth it.</summary>
    private const int MaxPerCell = 64;

    private const int MaxFragment = 15_000;
    private const int Overhead = 128;
    private const int Single = 0;
    private const int Last = 1;
    private const int First = 2;
    private const int Next = 3;

    private readonly int columns = (width + Side - 1) / Side;
    private readonly int rows = (height + Side - 1) / Side;
    private readonly List<KeptUpdate>?[] cells = new List<KeptUpdate>?[((width + Side - 1) / Side) * ((height + Side - 1) / Side)];
    private readonly LinkedList<KeptUpdate> kept = new();
    private readonly ArrayBufferWriter<byte> fragments = new();
    private readonly List<DrawnArea> areas = [];
    private readonly List<Range> drawing = [];
    private int fragmentCode;
    private int bytes;
    private int filled;

    /// <summary>Every part of the desktop is known.</summary>
    public bool IsComplete => filled == cells.Length;

    /// <summary>A fast-path frame that passed.</summary>
    public void TakeFast(ReadOnlySpan<byte> frame)
    {
        try
        {
            var at = 0;
            while (FastPathUpdate.Next(frame, ref at, out var update))
                if (update.Code is FastPathUpdate.Bitmap or FastPathUpdate.Surface)
                    Take(update.Code, update.Fragment, frame.Slice(update.At, update.Length));
        }
        catch (RdpProtocolException)
        {
            Forget();
        }
    }

    /// <summary>The body of a slow-path update.</summary>
    public void TakeSlow(ReadOnlySpan<byte> body)
    {
        try
        {
            Whole(FastPathUpdate.Bitmap, body);
        }
        catch (RdpProtocolException)
        {
            Forget();
        }
    }

    /// <summary>Frames that draw the present picture; empty when it is not known whole.</summary>
    public IReadOnlyList<byte[]> Draw()
    {
        List<byte[]> frames = [];
        if (!IsComplete)
            return frames;
        Prune();
        foreach (var update in kept)
            for (var from = 0; from < update.Body.Length; from += MaxFragment)
            {
                var part = update.Body.AsSpan(from, Math.Min(MaxFragment, update.Body.Length - from));
                var (first, last) = (from == 0, from + part.Length == update.Body.Length);
                frames.Add(FastPathUpdate.ToFrame(update.Code | ((first && last ? Single : first ? First : last ? Last : Next) << 4), part));
            }
        return frames;
    }

    private void Take(int code, int fragment, ReadOnlySpan<byte> body)
    {
        if (fragment == Single)
        {
            Whole(code, body);
            return;
        }
        if (fragment == First)
        {
            fragments.ResetWrittenCount();
            fragmentCode = code;
        }
        if (code != fragmentCode || fragments.WrittenCount + body.Length > MaxBytes)
        {
            fragments.Clear();
            fragmentCode = 0;
            Forget();
            return;
        }
        fragments.Write(body);
        if (fragment != Last)
            return;
        Whole(code, fragments.WrittenSpan);
        fragments.ResetWrittenCount();
    }

    private void Whole(int code, ReadOnlySpan<byte> body)
    {
        areas.Clear();
        drawing.Clear();
        if (code == FastPathUpdate.Surface)
            DrawnAreas.OfSurface(body, areas, drawing);
        else
            DrawnAreas.OfBitmaps(body, areas);
        if (areas.Count == 0)
            return;
        var update = new KeptUpdate(code);
        var fits = true;
        foreach (var area in areas)
            fits &= Show(area, update);
        if (update.Cells > 0)
        {
            update.Body = code == FastPathUpdate.Surface ? Drawing(body) : body.ToArray();
            kept.AddLast(update);
            bytes += update.Body.Length + Overhead;
        }
        if (fits && bytes <= MaxBytes)
            return;
        Prune();
        // Room is made in large steps, so that it is made seldom.
        if (!fits || bytes > MaxBytes / 4 * 3)
            Forget();
    }

    private byte[] Drawing(ReadOnlySpan<byte> body)
    {
        var length = 0;
        foreach (var range in drawing)
            length += range.End.Value - range.Start.Value;
        var commands = new byte[length];
        var at = 0;
        foreach (var range in drawing)
        {
            body[range].CopyTo(commands.AsSpan(at));
            at += range.End.Value - range.Start.Value;
        }
        return commands;
    }

    private bool Show(DrawnArea area, KeptUpdate update)
    {
        for (var row = Math.Max(0, area.Top / Side); row < rows && row * Side < area.Bottom; row++)
            for (var column = Math.Max(0, area.Left / Side); column < columns && column * Side < area.Right; column++)
            {
                ref var cell = ref cells[(row * columns) + column];
                if (area.IsWhole && area.Contains(column * Side, row * Side, Math.Min(width, (column + 1) * Side), Math.Min(height, (row + 1) * Side)))
                {
                    if (cell is null)
                        filled++;
                    cell ??= [];
                    foreach (var covered in cell)
                        covered.Cells--;
                    cell.Clear();
                }
                else if (cell is null || (cell.Count > 0 && ReferenceEquals(cell[^1], update)))
                {
                    // Nothing is known below it, or it is there already.
                    continue;
                }
                cell.Add(update);
                update.Cells++;
                if (cell.Count > MaxPerCell)
                    return false;
            }
        return true;
    }

    // Once for many: an update that shows nowhere any more costs its bytes until then.
    private void Prune()
    {
        for (var node = kept.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Cells <= 0)
            {
                bytes -= node.Value.Body.Length + Overhead;
                kept.Remove(node);
            }
            node = next;
        }
    }

    private void Forget()
    {
        kept.Clear();
        Array.Clear(cells);
        (bytes, filled) = (0, 0);
    }
}
