using System.Text;
using Bastion.Rdp.Pdus;

namespace Bastion.Rdp.Drawing;

/// <summary>A sentence drawn into somebody's desktop as plain bitmap updates: the only way to say something to a client that knows nothing but pictures.</summary>
public static class Panel
{
    private const int Scale = 2;
    private const int Cell = (Glyphs.Columns + 1) * Scale;
    private const int Line = (Glyphs.Rows + 2) * Scale;
    private const int Margin = 24;
    private const int MostLines = 8;
    private const int MostColumns = 60;
    private const int Tile = 64;

    private static readonly (int Red, int Green, int Blue) Ground = (0x16, 0x2A, 0x3A);
    private static readonly (int Red, int Green, int Blue) Ink = (0xFF, 0xFF, 0xFF);

    /// <summary>Frames that draw the sentence in the middle of the desktop; with <paramref name="whole"/> over all of it.</summary>
    public static IReadOnlyList<byte[]> Draw(DesktopFacts facts, string sentence, bool whole)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(sentence);
        var lines = Wrap(sentence, Math.Clamp((facts.Width - 4 * Margin) / Cell, 8, MostColumns));
        var width = Math.Min(facts.Width & ~3, (lines.Max(line => line.Count) * Cell + 2 * Margin + 3) & ~3);
        var height = Math.Min(facts.Height, lines.Count * Line + 2 * Margin);
        var (left, top) = ((facts.Width - width) / 2 & ~3, (facts.Height - height) / 2);
        var ink = Dots(lines, width, height);
        List<byte[]> frames = [];
        var (fromX, fromY, toX, toY) = whole ? (0, 0, facts.Width, facts.Height) : (left, top, left + width, top + height);
        var pixels = new byte[Tile * Tile * 4];
        var size = Bytes(facts.BitsPerPixel);
        for (var y = fromY; y < toY; y += Tile)
            for (var x = fromX; x < toX; x += Tile)
            {
                // A tile is a multiple of four wide, whatever is left: what hangs over the edge is cut by the client.
                var (wide, high) = (Math.Min(Tile, (toX - x + 3) & ~3), Math.Min(Tile, toY - y));
                for (var row = 0; row < high; row++)
                    for (var column = 0; column < wide; column++)
                    {
                        var (dotX, dotY) = (x + column - left, y + row - top);
                        var set = dotX >= 0 && dotY >= 0 && dotX < width && dotY < height && ink[dotX, dotY];
                        Put(pixels.AsSpan(((high - 1 - row) * wide + column) * size), facts.BitsPerPixel, set ? Ink : Ground);
                    }
                frames.Add(BitmapUpdate.Draw(x, y, wide, high, facts.BitsPerPixel is 24 or 32 or 15 ? facts.BitsPerPixel : 16, pixels.AsSpan(0, wide * high * size)));
            }
        return frames;
    }

    private static int Bytes(int bits) => bits switch
    {
        32 => 4,
        24 => 3,
        _ => 2,
    };

    private static void Put(Span<byte> at, int bits, (int Red, int Green, int Blue) colour)
    {
        var (red, green, blue) = colour;
        if (bits is 24 or 32)
        {
            (at[0], at[1], at[2]) = ((byte)blue, (byte)green, (byte)red);
            if (bits == 32)
                at[3] = 0xFF;
            return;
        }
        var value = bits == 15 ? (red >> 3 << 10) | (green >> 3 << 5) | (blue >> 3) : (red >> 3 << 11) | (green >> 2 << 5) | (blue >> 3);
        (at[0], at[1]) = ((byte)value, (byte)(value >> 8));
    }

    private static List<List<Rune>> Wrap(string sentence, int columns)
    {
        List<List<Rune>> lines = [[]];
        foreach (var word in sentence.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var letters = word.EnumerateRunes().Take(columns).ToList();
            if (lines[^1].Count > 0 && lines[^1].Count + 1 + letters.Count > columns)
            {
                if (lines.Count == MostLines)
                    break;
                lines.Add([]);
            }
            if (lines[^1].Count > 0)
                lines[^1].Add(new Rune(' '));
            lines[^1].AddRange(letters);
        }
        return lines;
    }

    private static bool[,] Dots(List<List<Rune>> lines, int width, int height)
    {
        var ink = new bool[width, height];
        for (var line = 0; line < lines.Count; line++)
            for (var place = 0; place < lines[line].Count; place++)
            {
                var glyph = Glyphs.Of(lines[line][place]);
                for (var x = 0; x < Glyphs.Columns * Scale; x++)
                    for (var y = 0; y < Glyphs.Rows * Scale; y++)
                    {
                        var (atX, atY) = (Margin + place * Cell + x, Margin + line * Line + y);
                        if (atX < width && atY < height && glyph[x / Scale, y / Scale])
                            ink[atX, atY] = true;
                    }
            }
        return ink;
    }
}
