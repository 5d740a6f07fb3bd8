using System.Buffers.Binary;

namespace Bastion.Rdp.Replay;

/// <summary>The PDUs that a server says until the pictures start.</summary>
internal static class ReplayAnswers
{
    private const ushort ServerInitiator = 1002;
    private const ushort FirstUserId = 1001;
    private const ushort ClientNetwork = 0xC003;

    /// <summary>X.224 Connection Confirm with PROTOCOL_SSL selected (2.2.1.2).</summary>
    public static byte[] ConnectionConfirm { get; } = Convert.FromHexString("030000130ED000001234000200080001000000");

    /// <summary>How many static channels a Connect-Initial asks for (2.2.1.3.4); null when it is none.</summary>
    public static int? ChannelsAskedFor(ReadOnlySpan<byte> pdu)
    {
        // MCS Connect-Initial is BER application tag 101; the client's blocks stand behind the H.221 key "Duca" and a PER length.
        if (pdu.Length < 12 || pdu[5] != 0xF0 || pdu[7] != 0x7F || pdu[8] != 0x65)
            return null;
        var key = pdu.IndexOf("Duca"u8);
        if (key < 0 || key + 6 > pdu.Length)
            return null;
        var blocks = pdu[(key + 4)..];
        blocks = blocks[((blocks[0] & 0x80) == 0 ? 1 : 2)..];
        while (blocks.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(blocks[2..]);
            if (length < 4 || length > blocks.Length)
                return null;
            if (BinaryPrimitives.ReadUInt16LittleEndian(blocks) == ClientNetwork)
            {
                var count = length >= 8 ? BinaryPrimitives.ReadUInt32LittleEndian(blocks[4..]) : uint.MaxValue;
                return count <= ReplayLimits.MaxChannels ? (int)count : null;
            }

            blocks = blocks[length..];
        }

        return 0;
    }

    /// <summary>MCS Connect-Response (2.2.1.4): SC_CORE, SC_SECURITY without encryption, SC_NET.</summary>
    public static byte[] ConnectResponse(ReplayDesktop desktop, int channels, uint requestedProtocols)
    {
        var blocks = Blocks(desktop, channels, requestedProtocols);

        // GCC ConferenceCreateResponse (T.124): key, length of the rest, result, one set of user data with the key "McDn".
        byte[] gcc = [0x00, 0x05, 0x00, 0x14, 0x7C, 0x00, 0x01, .. Per(15 + blocks.Length), 0x14, 0x76, 0x0A, 0x01, 0x01, 0x00, 0x01, 0xC0, 0x00, 0x4D, 0x63, 0x44, 0x6E, .. Per(blocks.Length), .. blocks];

        // Result successful, connect id 0, the usual domain parameters (T.125, 11.2).
        byte[] body = [0x0A, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x1A, 0x02, 0x01, 0x22, 0x02, 0x01, 0x03, 0x02, 0x01, 0x00, 0x02, 0x01, 0x01, 0x02, 0x01, 0x00, 0x02, 0x01, 0x01, 0x02, 0x03, 0x00, 0xFF, 0xF8, 0x02, 0x01, 0x02, 0x04, .. Ber(gcc.Length), .. gcc];
        return Tpkt([0x7F, 0x66, .. Ber(body.Length), .. body]);
    }

    /// <summary>MCS Attach User Confirm (2.2.1.7).</summary>
    public static byte[] AttachConfirm(ushort user) => Tpkt([0x2E, 0x00, .. Big((ushort)(user - FirstUserId))]);

    /// <summary>MCS Channel Join Confirm (2.2.1.9).</summary>
    public static byte[] JoinConfirm(ushort user, ushort channel) => Tpkt([0x3E, 0x00, .. Big((ushort)(user - FirstUserId)), .. Big(channel), .. Big(channel)]);

    /// <summary>MCS Send Data Indication (T.125, 10.32).</summary>
    public static byte[] SendData(ushort channel, ReadOnlySpan<byte> data) =>
        Tpkt([0x68, .. Big(ServerInitiator - FirstUserId), .. Big(channel), 0x70, .. Per(data.Length), .. data]);

    private static byte[] Blocks(ReplayDesktop desktop, int channels, uint requestedProtocols)
    {
        var net = 8 + (2 * channels) + (channels % 2 * 2);
        var blocks = new byte[12 + 12 + net];
        Block(blocks, 0x0C01, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(blocks.AsSpan(4), 0x00080004);
        BinaryPrimitives.WriteUInt32LittleEndian(blocks.AsSpan(8), requestedProtocols);
        Block(blocks.AsSpan(12), 0x0C02, 12);
        var network = blocks.AsSpan(24);
        Block(network, 0x0C03, net);
        BinaryPrimitives.WriteUInt16LittleEndian(network[4..], desktop.IoChannel);
        BinaryPrimitives.WriteUInt16LittleEndian(network[6..], (ushort)channels);
        var id = FirstUserId;
        for (var i = 0; i < channels; i++)
        {
            do
                id++;
            while (id == desktop.IoChannel || id == desktop.UserId || id == ServerInitiator);
            BinaryPrimitives.WriteUInt16LittleEndian(network[(8 + (2 * i))..], id);
        }

        return blocks;
    }

    private static void Block(Span<byte> to, ushort type, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, type);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)length);
    }

    private static byte[] Tpkt(ReadOnlySpan<byte> mcs) => [0x03, 0x00, .. Big((ushort)(mcs.Length + 7)), 0x02, 0xF0, 0x80, .. mcs];

    private static byte[] Big(ushort value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Per(int length) => Big((ushort)(0x8000 | length));

    private static byte[] Ber(int length) => [0x82, .. Big((ushort)length)];
}
