using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>"window-change", RFC 4254 section 6.7. Never answered.</summary>
public sealed record WindowChangeRequest(uint Columns, uint Rows, uint PixelWidth, uint PixelHeight) : IRequestData<WindowChangeRequest>
{
    static string IRequestData<WindowChangeRequest>.Type => "window-change";

    public static WindowChangeRequest Read(ref WireReader reader) => new(
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadUInt32());

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32(Columns);
        writer.WriteUInt32(Rows);
        writer.WriteUInt32(PixelWidth);
        writer.WriteUInt32(PixelHeight);
    }
}
