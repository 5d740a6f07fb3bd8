using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>"pty-req", RFC 4254 section 6.2. Columns and rows win over pixels when they are not zero. <c>Modes</c> are encoded as in section 8.</summary>
public sealed record PtyRequest(
    string Terminal,
    uint Columns,
    uint Rows,
    uint PixelWidth,
    uint PixelHeight,
    ReadOnlyMemory<byte> Modes) : IRequestData<PtyRequest>
{
    static string IRequestData<PtyRequest>.Type => "pty-req";

    public static PtyRequest Read(ref WireReader reader) => new(
        reader.ReadLenientText(SshLimits.Name),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        reader.ReadString(SshLimits.KeyBlob));

    public void Write(WireWriter writer)
    {
        writer.WriteString(Terminal);
        writer.WriteUInt32(Columns);
        writer.WriteUInt32(Rows);
        writer.WriteUInt32(PixelWidth);
        writer.WriteUInt32(PixelHeight);
        writer.WriteString(Modes.Span);
    }
}
