using System.Buffers.Binary;
using System.Text;
using Bastion.Ssh.Files;
using Bastion.Ssh.Sftp;
using Bastion.Ssh.Wire;

namespace Bastion.Fuzz.Ssh;

/// <summary>
/// Both sides of an SFTP channel: string after string, odd ones of the client, even ones of the device, cut anywhere. What comes out of the framer must be what went in.
/// </summary>
internal sealed class SftpTarget : IFuzzTarget
{
    public string Name => "sftp";

    public IReadOnlyList<byte[]> Seeds { get; } = [Upload(), Download(), Acts()];

    public void Run(byte[] input)
    {
        foreach (SftpRights rights in new[] { new SftpRights(true, true), new SftpRights(true, false, HashOnly: true), new SftpRights(true, true, Airlock: true) })
        {
            try
            {
                Run(input, rights);
            }
            catch (SshProtocolException)
            {
                // Refused.
            }
        }
    }

    private static void Run(ReadOnlyMemory<byte> input, SftpRights rights)
    {
        using var conversation = new SftpConversation(rights);
        var requests = new SftpFramer(fromClient: true);
        var answers = new SftpFramer(fromClient: false);
        var facts = new List<FileFact>();
        var reader = new WireReader(input);
        bool fromClient = true;
        bool passes = false;
        bool data = false;
        while (!reader.AtEnd)
        {
            ReadOnlyMemory<byte> chunk = reader.ReadString();
            int before = chunk.Length + (fromClient ? requests : answers).Gathered;
            int after = 0;
            while ((fromClient ? requests : answers).TryRead(ref chunk, out SftpPiece piece))
            {
                after += piece.Bytes.Length;
                if (fromClient)
                {
                    passes = piece.Kind is SftpPieceKind.Content or SftpPieceKind.Surplus ? passes : conversation.Ask(piece.Bytes, facts).Kind == SftpRulingKind.Pass;
                    if (piece.Kind == SftpPieceKind.Content && passes)
                    {
                        conversation.Sending(piece.Bytes.Span, facts);
                    }
                }
                else if (piece.Kind != SftpPieceKind.Content)
                {
                    conversation.Answer(piece.Bytes, facts);
                    data = piece.Type == SftpType.Data;
                }
                else if (data)
                {
                    conversation.Receiving(piece.Bytes.Span, facts);
                }
            }

            if (before != after + (fromClient ? requests : answers).Gathered)
            {
                throw new InvalidOperationException("bytes were lost or made");
            }

            fromClient = !fromClient;
        }

        conversation.End(facts);
    }

    private static byte[] Upload() => Row(
        Packet(SftpType.Init, w => w.WriteUInt32(3)),
        Packet(SftpType.Version, w => w.WriteUInt32(3)),
        Packet(SftpType.Open, w => Open(w, 1, 26)),
        Packet(SftpType.Handle, w => Handle(w, 1)),
        [.. Packet(SftpType.Write, w => Write(w, 2, 0)), .. Packet(SftpType.Write, w => Write(w, 3, 20))],
        [.. Packet(SftpType.Status, w => Status(w, 2, 0)), .. Packet(SftpType.Status, w => Status(w, 3, 0))],
        Packet(SftpType.Close, w => Handle(w, 4)),
        Packet(SftpType.Status, w => Status(w, 4, 0)));

    private static byte[] Download() => Row(
        Packet(SftpType.Init, w => w.WriteUInt32(6)),
        Packet(SftpType.Version, w => w.WriteUInt32(3)),
        Packet(SftpType.Open, w => Open(w, 1, 1)),
        Packet(SftpType.Handle, w => Handle(w, 1)),
        [.. Packet(SftpType.Read, w => Read(w, 2, 0)), .. Packet(SftpType.Read, w => Read(w, 3, 20))],
        [.. Packet(SftpType.Data, w => Data(w, 2)), .. Packet(SftpType.Status, w => Status(w, 3, 1))],
        Packet(SftpType.Close, w => Handle(w, 4)),
        Packet(SftpType.Status, w => Status(w, 4, 0)));

    private static byte[] Acts() => Row(
        Packet(SftpType.Init, w => w.WriteUInt32(3)),
        Packet(SftpType.Version, w => w.WriteUInt32(3)),
        [.. Packet(SftpType.Rename, w => Two(w, 1)), .. Packet(SftpType.Stat, w => One(w, 2)), .. Packet(SftpType.Extended, w => PosixRename(w, 3)), .. Packet(SftpType.OpenDir, w => One(w, 4))],
        [.. Packet(SftpType.Status, w => Status(w, 1, 4)), .. Packet(SftpType.Attributes, w => Attributes(w, 2)), .. Packet(SftpType.Status, w => Status(w, 3, 0)), .. Packet(SftpType.Handle, w => Handle(w, 4))]);

    private static byte[] Row(params byte[][] chunks)
    {
        using var writer = new WireWriter();
        foreach (byte[] chunk in chunks)
        {
            writer.WriteString(chunk);
        }

        return writer.ToArray();
    }

    private static byte[] Packet(SftpType type, Action<WireWriter> body)
    {
        using var writer = new WireWriter();
        writer.WriteUInt32(0);
        writer.WriteByte((byte)type);
        body(writer);
        byte[] packet = writer.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)packet.Length - 4);
        return packet;
    }

    private static void Open(WireWriter writer, uint id, uint flags)
    {
        One(writer, id);
        writer.WriteUInt32(flags);
        writer.WriteUInt32(0);
    }

    private static void Handle(WireWriter writer, uint id)
    {
        writer.WriteUInt32(id);
        writer.WriteString("h");
    }

    private static void Write(WireWriter writer, uint id, ulong offset)
    {
        Handle(writer, id);
        writer.WriteUInt64(offset);
        writer.WriteString(new byte[20]);
    }

    private static void Read(WireWriter writer, uint id, ulong offset)
    {
        Handle(writer, id);
        writer.WriteUInt64(offset);
        writer.WriteUInt32(20);
    }

    private static void Data(WireWriter writer, uint id)
    {
        writer.WriteUInt32(id);
        writer.WriteString(new byte[20]);
    }

    private static void Status(WireWriter writer, uint id, uint code)
    {
        writer.WriteUInt32(id);
        writer.WriteUInt32(code);
        writer.WriteString("text");
        writer.WriteString("");
    }

    private static void Attributes(WireWriter writer, uint id)
    {
        writer.WriteUInt32(id);
        new SftpAttributes { Size = 20, Permissions = 0x1A4, Owner = (1, 2), Times = (3, 4) }.Write(writer);
    }

    private static void One(WireWriter writer, uint id)
    {
        writer.WriteUInt32(id);
        writer.WriteString("/a");
    }

    private static void Two(WireWriter writer, uint id)
    {
        One(writer, id);
        writer.WriteString("/b");
    }

    private static void PosixRename(WireWriter writer, uint id)
    {
        writer.WriteUInt32(id);
        writer.WriteString("posix-rename@openssh.com");
        writer.WriteString(Encoding.UTF8.GetBytes("/a"));
        writer.WriteString("/b");
    }
}
