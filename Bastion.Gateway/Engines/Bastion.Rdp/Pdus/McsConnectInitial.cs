using System.Text;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>MCS Connect-Initial with the GCC Conference Create Request inside (MS-RDPBCGR 2.2.1.3; T.125, T.124).</summary>
public sealed record McsConnectInitial(ClientCore Core, IReadOnlyList<ClientChannel> Channels)
{
    private const int Cluster = 0xC004;
    private const int Security = 0xC002;
    private const int Network = 0xC003;

    private static ReadOnlySpan<byte> DataHead => [2, 0xF0, 0x80];

    private static ReadOnlySpan<byte> ConferenceKey => [0x00, 0x05, 0x00, 0x14, 0x7C, 0x00, 0x01];

    // connectPDU: a create request that names no conference and carries one set of user data, key "Duca".
    private static ReadOnlySpan<byte> CreateRequest => [0x00, 0x08, 0x00, 0x10, 0x00, 0x01, 0xC0, 0x00, (byte)'D', (byte)'u', (byte)'c', (byte)'a'];

    /// <exception cref="RdpProtocolException"/>
    public static McsConnectInitial Read(ReadOnlySpan<byte> frame)
    {
        var reader = new RdpReader(frame);
        reader.Skip(4);
        reader.Expect(DataHead);
        reader.Expect([0x7F, 0x65]);
        reader.BerLength();
        Skip(ref reader, 0x04);
        Skip(ref reader, 0x04);
        Skip(ref reader, 0x01);
        Skip(ref reader, 0x30);
        Skip(ref reader, 0x30);
        Skip(ref reader, 0x30);
        if (reader.U8() != 0x04)
            throw new RdpProtocolException("no user data");
        var gcc = new RdpReader(reader.Take(reader.BerLength()));
        gcc.Expect(ConferenceKey);
        gcc.PerLength();
        gcc.Expect(CreateRequest);
        return Blocks(gcc.Take(gcc.PerLength()));
    }

    /// <summary>The frame for a device: of the client's wishes only what the relay carries through.</summary>
    public byte[] ToFrame(SecurityProtocols selected)
    {
        using var blocks = new RdpWriter();
        Core.Write(blocks, selected);
        blocks.U16(Cluster);
        blocks.U16(12);
        blocks.U32(0);
        blocks.U32(0);
        blocks.U16(Security);
        blocks.U16(12);
        blocks.U32(0);
        blocks.U32(0);
        if (Channels.Count > 0)
        {
            blocks.U16(Network);
            blocks.U16(8 + Channels.Count * 12);
            blocks.U32((uint)Channels.Count);
            Span<byte> name = stackalloc byte[8];
            foreach (var channel in Channels)
            {
                name.Clear();
                Encoding.ASCII.GetBytes(channel.Name, name);
                blocks.Octets(name);
                blocks.U32(channel.Options);
            }
        }
        using var gcc = new RdpWriter();
        gcc.Octets(ConferenceKey);
        gcc.PerLength(CreateRequest.Length + 2 + blocks.Length);
        gcc.Octets(CreateRequest);
        gcc.PerLength(blocks.Length);
        gcc.Octets(blocks.Written);
        using var body = new RdpWriter();
        body.Octets([0x04, 1, 1, 0x04, 1, 1, 0x01, 1, 0xFF]);
        DomainParameters(body, 34, 2, 0, 0xFFFF);
        DomainParameters(body, 1, 1, 1, 0x420);
        DomainParameters(body, 0xFFFF, 0xFC17, 0xFFFF, 0xFFFF);
        body.U8(0x04);
        body.BerLength(gcc.Length);
        body.Octets(gcc.Written);
        using var writer = new RdpWriter();
        writer.Octets([RdpFraming.Tpkt, 0, 0, 0]);
        writer.Octets(DataHead);
        writer.Octets([0x7F, 0x65]);
        writer.BerLength(body.Length);
        writer.Octets(body.Written);
        writer.PatchU16BigEndian(2, writer.Length);
        return writer.ToArray();
    }

    internal static void DomainParameters(RdpWriter writer, int channels, int users, int tokens, int largestPdu)
    {
        using var values = new RdpWriter();
        foreach (var value in (ReadOnlySpan<int>)[channels, users, tokens, 1, 0, 1, largestPdu, 2])
        {
            // An INTEGER is signed: the larger ones need a leading zero.
            values.U8(0x02);
            values.U8(3);
            values.U8(value >> 16);
            values.U16BigEndian(value);
        }
        writer.U8(0x30);
        writer.U8(values.Length);
        writer.Octets(values.Written);
    }

    private static void Skip(ref RdpReader reader, byte tag)
    {
        if (reader.U8() != tag)
            throw new RdpProtocolException("a part of Connect-Initial is missing");
        reader.Skip(reader.BerLength());
    }

    private static McsConnectInitial Blocks(ReadOnlySpan<byte> data)
    {
        var reader = new RdpReader(data);
        ClientCore? core = null;
        List<ClientChannel> channels = [];
        while (reader.Left >= 4)
        {
            var type = reader.U16();
            var body = reader.Take(reader.U16() - 4);
            if (type == ClientCore.BlockType)
                core = ClientCore.Read(body);
            else if (type == Network)
                channels = ReadChannels(body);
        }
        return core is null ? throw new RdpProtocolException("no core data") : new McsConnectInitial(core, channels);
    }

    private static List<ClientChannel> ReadChannels(ReadOnlySpan<byte> body)
    {
        var reader = new RdpReader(body);
        var count = reader.U32();
        if (count > RdpLimits.MaxChannels)
            throw new RdpProtocolException("too many channels");
        var channels = new List<ClientChannel>((int)count);
        for (var i = 0; i < count; i++)
        {
            var name = reader.Take(8);
            var end = name.IndexOf((byte)0);
            if (end < 0)
                throw new RdpProtocolException("a channel's name has no end");
            foreach (var letter in name[..end])
                if (letter is < 0x20 or > 0x7E)
                    throw new RdpProtocolException("a channel's name is not readable");
            channels.Add(new ClientChannel(Encoding.ASCII.GetString(name[..end]), reader.U32()));
        }
        return channels;
    }
}
