using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_KEXINIT, RFC 4253 section 7.1. Lists are in order of preference.</summary>
public sealed record KexInitMessage : ISshMessage<KexInitMessage>
{
    public const int CookieLength = 16;

    public required ReadOnlyMemory<byte> Cookie { get; init; }

    public required IReadOnlyList<string> KeyExchange { get; init; }

    public required IReadOnlyList<string> HostKey { get; init; }

    public required IReadOnlyList<string> CipherClientToServer { get; init; }

    public required IReadOnlyList<string> CipherServerToClient { get; init; }

    public required IReadOnlyList<string> MacClientToServer { get; init; }

    public required IReadOnlyList<string> MacServerToClient { get; init; }

    public required IReadOnlyList<string> CompressionClientToServer { get; init; }

    public required IReadOnlyList<string> CompressionServerToClient { get; init; }

    public IReadOnlyList<string> LanguageClientToServer { get; init; } = [];

    public IReadOnlyList<string> LanguageServerToClient { get; init; } = [];

    public bool FirstPacketFollows { get; init; }

    static byte ISshMessage<KexInitMessage>.Number => MessageNumber.KexInit;

    public static KexInitMessage Read(ref WireReader reader)
    {
        var message = new KexInitMessage
        {
            Cookie = reader.ReadRaw(CookieLength).ToArray(),
            KeyExchange = reader.ReadNameList(),
            HostKey = reader.ReadNameList(),
            CipherClientToServer = reader.ReadNameList(),
            CipherServerToClient = reader.ReadNameList(),
            MacClientToServer = reader.ReadNameList(),
            MacServerToClient = reader.ReadNameList(),
            CompressionClientToServer = reader.ReadNameList(),
            CompressionServerToClient = reader.ReadNameList(),
            LanguageClientToServer = reader.ReadNameList(),
            LanguageServerToClient = reader.ReadNameList(),
            FirstPacketFollows = reader.ReadBoolean(),
        };
        reader.ReadUInt32(); // reserved for future extension
        return message;
    }

    public void Write(WireWriter writer)
    {
        writer.WriteRaw(Cookie.Span);
        writer.WriteNameList(KeyExchange);
        writer.WriteNameList(HostKey);
        writer.WriteNameList(CipherClientToServer);
        writer.WriteNameList(CipherServerToClient);
        writer.WriteNameList(MacClientToServer);
        writer.WriteNameList(MacServerToClient);
        writer.WriteNameList(CompressionClientToServer);
        writer.WriteNameList(CompressionServerToClient);
        writer.WriteNameList(LanguageClientToServer);
        writer.WriteNameList(LanguageServerToClient);
        writer.WriteBoolean(FirstPacketFollows);
        writer.WriteUInt32(0);
    }
}
