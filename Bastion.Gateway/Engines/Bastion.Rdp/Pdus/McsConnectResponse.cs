using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Pdus;

/// <summary>MCS Connect-Response (MS-RDPBCGR 2.2.1.4): the ids of the I/O channel and of the static virtual channels, in the order in which they were asked for.</summary>
public sealed record McsConnectResponse(ushort IoChannel, IReadOnlyList<ushort> Channels)
{
    private const uint Version = 0x00080004;

    private static ReadOnlySpan<byte> DataHead => [2, 0xF0, 0x80];

    private static ReadOnlySpan<byte> ConferenceKey => [0x00, 0x05, 0x00, 0x14, 0x7C, 0x00, 0x01];

    // connectPDU: a create response, node 31219, tag 1, result success, one set of user data, key "McDn".
    private static ReadOnlySpan<byte> CreateResponse => [0x14, 0x76, 0x0A, 0x01, 0x01, 0x00, 0x01, 0xC0, 0x00, (byte)'M', (byte)'c', (byte)'D', (byte)'n'];

    /// <param name="asked">What the client asked for in its X.224 request; it compares.</param>
    public byte[] ToFrame(SecurityProtocols asked)
    {
        using var blocks = new RdpWriter();
        blocks.U16(0x0C01);
        blocks.U16(16);
        blocks.U32(Version);
        blocks.U32((uint)asked);
        blocks.U32(0);
        blocks.U16(0x0C03);
        var padded = (Channels.Count + 1) & ~1;
        blocks.U16(8 + padded * 2);
        blocks.U16(IoChannel);
        blocks.U16(Channels.Count);
        foreach (var channel in Channels)
            blocks.U16(channel);
        blocks.Zeros((padded - Channels.Count) * 2);
        blocks.U16(0x0C02);
        blocks.U16(12);
        blocks.U32(0);
        blocks.U32(0);
        using var gcc = new RdpWriter();
        gcc.Octets(ConferenceKey);
        gcc.PerLength(CreateResponse.Length + 2 + blocks.Length);
        gcc.Octets(CreateResponse);
        gcc.PerLength(blocks.Length);
        gcc.Octets(blocks.Written);
        using var body = new RdpWriter();
        body.Octets([0x0A, 1, 0, 0x02, 1, 0]);
        McsConnectInitial.DomainParameters(body, 34, 3, 0, 0xFFF8);
        body.U8(0x04);
        body.BerLength(gcc.Length);
        body.Octets(gcc.Written);
        using var writer = new RdpWriter();
        writer.Octets([RdpFraming.Tpkt, 0, 0, 0]);
        writer.Octets(DataHead);
        writer.Octets([0x7F, 0x66]);
        writer.BerLength(body.Length);
        writer.Octets(body.Written);
        writer.PatchU16BigEndian(2, writer.Length);
        return writer.ToArray();
    }

    /// <exception cref="RdpProtocolException">Also when the server wants its own encryption: only TLS is spoken here.</exception>
    public static McsConnectResponse Read(ReadOnlySpan<byte> frame)
    {
        var reader = new RdpReader(frame);
        reader.Skip(4);
        reader.Expect(DataHead);
        reader.Expect([0x7F, 0x66]);
        reader.BerLength();
        reader.Expect([0x0A, 1]);
        if (reader.U8() != 0)
            throw new RdpProtocolException("the server refused the connection");
        Skip(ref reader, 0x02);
        Skip(ref reader, 0x30);
        if (reader.U8() != 0x04)
            throw new RdpProtocolException("no user data");
        var gcc = new RdpReader(reader.Take(reader.BerLength()));
        gcc.Expect(ConferenceKey);
        gcc.PerLength();
        // Node id and tag are the server's own; what follows is fixed.
        var key = gcc.Rest.IndexOf("McDn"u8);
        if (key < 0)
            throw new RdpProtocolException("no conference create response");
        gcc.Skip(key + 4);
        return Blocks(gcc.Take(gcc.PerLength()));
    }

    private static void Skip(ref RdpReader reader, byte tag)
    {
        if (reader.U8() != tag)
            throw new RdpProtocolException("a part of Connect-Response is missing");
        reader.Skip(reader.BerLength());
    }

    private static McsConnectResponse Blocks(ReadOnlySpan<byte> data)
    {
        var reader = new RdpReader(data);
        McsConnectResponse? response = null;
        while (reader.Left >= 4)
        {
            var type = reader.U16();
            var body = new RdpReader(reader.Take(reader.U16() - 4));
            if (type == 0x0C03)
            {
                var io = body.U16();
                int count = body.U16();
                if (count > RdpLimits.MaxChannels)
                    throw new RdpProtocolException("too many channels");
                var ids = new ushort[count];
                for (var i = 0; i < count; i++)
                    ids[i] = body.U16();
                response = new McsConnectResponse(io, ids);
            }
            else if (type == 0x0C02 && body.Left >= 4 && body.U32() != 0)
            {
                throw new RdpProtocolException("the server wants RDP encryption inside TLS");
            }
        }
        return response ?? throw new RdpProtocolException("no network data");
    }
}
