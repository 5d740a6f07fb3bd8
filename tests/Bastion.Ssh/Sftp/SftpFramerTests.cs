using Bastion.Ssh.Sftp;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Sftp;

public sealed class SftpFramerTests
{
    // Go's client sends its whole buffer with the last part of a file and counts only what belongs to it.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Write_WithSurplusBehindItsContent_HasOnlyTheContent(int step)
    {
        byte[] write = Packet(6, writer =>
        {
            writer.WriteUInt32(9);
            writer.WriteString("handle");
            writer.WriteUInt64(0);
            writer.WriteString("content");
            writer.WriteRaw("left in the buffer"u8);
        });
        byte[] next = Packet(4, writer =>
        {
            writer.WriteUInt32(10);
            writer.WriteString("handle");
        });
        var framer = new SftpFramer(fromClient: true);
        var content = new List<byte>();
        var kinds = new List<SftpPieceKind>();
        byte[] stream = [.. write, .. next];
        for (int at = 0; at < stream.Length; at += step)
        {
            ReadOnlyMemory<byte> part = stream.AsMemory(at, Math.Min(step, stream.Length - at));
            while (framer.TryRead(ref part, out SftpPiece piece))
            {
                kinds.Add(piece.Kind);
                if (piece.Kind == SftpPieceKind.Content)
                {
                    content.AddRange(piece.Bytes.ToArray());
                }
            }
        }

        Assert.Equal("content"u8.ToArray(), content);
        Assert.Equal([SftpPieceKind.Head, SftpPieceKind.Content, SftpPieceKind.Surplus, SftpPieceKind.Packet], kinds.Distinct());
        Assert.True(framer.AtBoundary);
    }

    [Fact]
    public void Write_WithLessThanItsContent_IsRefused()
    {
        byte[] write = Packet(6, writer =>
        {
            writer.WriteUInt32(9);
            writer.WriteString("handle");
            writer.WriteUInt64(0);
            writer.WriteUInt32(100);
            writer.WriteRaw("content"u8);
        });
        var framer = new SftpFramer(fromClient: true);
        Assert.Throws<SshProtocolException>(() =>
        {
            ReadOnlyMemory<byte> part = write;
            framer.TryRead(ref part, out _);
        });
    }

    private static byte[] Packet(byte type, Action<WireWriter> body)
    {
        using var writer = new WireWriter();
        writer.WriteByte(type);
        body(writer);
        using var packet = new WireWriter();
        packet.WriteString(writer.Span);
        return packet.ToArray();
    }
}
