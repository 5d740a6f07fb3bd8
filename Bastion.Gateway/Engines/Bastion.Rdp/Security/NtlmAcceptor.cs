using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Security;

/// <summary>
/// The server of NTLMv2 (MS-NLMP 3.2.5): challenge, proof, session. It knows no secret: the proof is judged elsewhere, and the session base key that comes back opens the session.
/// NTLMv1, LM, and sessions without signing, sealing or 128 bits are refused.
/// </summary>
[SuppressMessage("Security", "CA5351:Do not use broken cryptographic algorithms", Justification = "NTLM is made of them; TLS around it is not.")]
internal sealed class NtlmAcceptor(string name, DateTimeOffset now)
{
    private const uint Unicode = 0x00000001;
    private const uint RequestTarget = 0x00000004;
    private const uint Sign = 0x00000010;
    private const uint Seal = 0x00000020;
    private const uint Ntlm = 0x00000200;
    private const uint AlwaysSign = 0x00008000;
    private const uint TargetIsServer = 0x00020000;
    private const uint ExtendedSecurity = 0x00080000;
    private const uint TargetInfo = 0x00800000;
    private const uint Version = 0x02000000;
    private const uint Strong = 0x20000000;
    private const uint KeyExchange = 0x40000000;
    private const uint Weak = 0x80000000;
    private const uint Needed = Unicode | Sign | Seal | ExtendedSecurity | Strong;
    private const uint Offered = Needed | RequestTarget | Ntlm | AlwaysSign | TargetInfo | Version | KeyExchange | Weak;

    private const int MicAt = 72;
    private const int MicLength = 16;
    private const int ProofLength = 16;
    private const int FirstPair = ProofLength + 28;
    private const int FlagsPair = 6;
    private const int MicPresent = 2;
    private const int LongestName = 256;

    private readonly byte[] challenge = RandomNumberGenerator.GetBytes(8);
    private byte[] negotiateMessage = [];
    private byte[] challengeMessage = [];
    private byte[] authenticateMessage = [];
    private byte[] encryptedKey = [];
    private byte[] response = [];
    private uint flags;

    private static ReadOnlySpan<byte> Magic => "NTLMSSP\0"u8;

    /// <summary>NEGOTIATE in, CHALLENGE out.</summary>
    /// <exception cref="RdpProtocolException"/>
    public byte[] Negotiate(ReadOnlySpan<byte> message)
    {
        var reader = new RdpReader(message);
        reader.Expect(Magic);
        if (reader.U32() != 1)
            throw new RdpProtocolException("no NTLM negotiation");
        flags = reader.U32() & Offered | RequestTarget | TargetInfo | TargetIsServer;
        if ((flags & Needed) != Needed)
            throw new RdpProtocolException("the client's NTLM is too weak");
        negotiateMessage = message.ToArray();
        var target = Encoding.Unicode.GetBytes(name);
        using var info = new RdpWriter();
        foreach (var pair in (ReadOnlySpan<int>)[2, 1, 4, 3])
        {
            info.U16(pair);
            info.U16(target.Length);
            info.Octets(target);
        }
        info.U16(7);
        info.U16(8);
        Span<byte> stamp = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(stamp, now.UtcDateTime.ToFileTimeUtc());
        info.Octets(stamp);
        info.U32(0);
        using var writer = new RdpWriter();
        writer.Octets(Magic);
        writer.U32(2);
        Field(writer, target.Length, 56);
        writer.U32(flags);
        writer.Octets(challenge);
        writer.Zeros(8);
        Field(writer, info.Length, 56 + target.Length);
        writer.Octets([10, 0, 0x61, 0x58, 0, 0, 0, 15]);
        writer.Octets(target);
        writer.Octets(info.Written);
        return challengeMessage = writer.ToArray();
    }

    /// <summary>AUTHENTICATE in, what has to be judged out.</summary>
    /// <exception cref="RdpProtocolException"/>
    public NtlmProof Authenticate(ReadOnlySpan<byte> message)
    {
        var reader = new RdpReader(message);
        reader.Expect(Magic);
        if (reader.U32() != 3)
            throw new RdpProtocolException("no NTLM authentication");
        reader.Skip(8);
        response = Read(message, ref reader).ToArray();
        var domain = Text(Read(message, ref reader));
        var user = Text(Read(message, ref reader));
        reader.Skip(8);
        encryptedKey = Read(message, ref reader).ToArray();
        flags &= reader.U32() | RequestTarget | TargetInfo | TargetIsServer;
        // An NTLMv1 response has 24 octets and no pairs.
        if (response.Length < FirstPair + 4 || (flags & Needed) != Needed || ((flags & KeyExchange) != 0 && encryptedKey.Length != 16))
            throw new RdpProtocolException("the client's NTLM is too weak");
        authenticateMessage = message.ToArray();
        return new NtlmProof(user, domain, challenge, response);
    }

    /// <summary>The session of a proof that was right; null when the messages were changed on their way.</summary>
    public NtlmSession? Open(ReadOnlySpan<byte> sessionBaseKey)
    {
        var exchanged = (flags & KeyExchange) != 0;
        var exported = exchanged ? new Rc4(sessionBaseKey).Transform(encryptedKey) : sessionBaseKey.ToArray();
        return HasMic() && !MicIsRight(exported) ? null : new NtlmSession(exported, exchanged);
    }

    private bool HasMic()
    {
        var reader = new RdpReader(response.AsSpan(FirstPair));
        while (reader.Left >= 4)
        {
            int pair = reader.U16();
            var value = reader.Take(reader.U16());
            if (pair == 0)
                return false;
            if (pair == FlagsPair && value.Length == 4)
                return (value[0] & MicPresent) != 0;
        }
        return false;
    }

    private bool MicIsRight(byte[] exported)
    {
        if (authenticateMessage.Length < MicAt + MicLength)
            return false;
        var shown = authenticateMessage.AsSpan(MicAt, MicLength).ToArray();
        authenticateMessage.AsSpan(MicAt, MicLength).Clear();
        return CryptographicOperations.FixedTimeEquals(HMACMD5.HashData(exported, (byte[])[.. negotiateMessage, .. challengeMessage, .. authenticateMessage]), shown);
    }

    private static void Field(RdpWriter writer, int length, int offset)
    {
        writer.U16(length);
        writer.U16(length);
        writer.U32((uint)offset);
    }

    private static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> message, ref RdpReader reader)
    {
        int length = reader.U16();
        reader.Skip(2);
        var offset = reader.U32();
        return offset <= message.Length && length <= message.Length - (int)offset ? message.Slice((int)offset, length) : throw new RdpProtocolException("an NTLM field is cut off");
    }

    private static string Text(ReadOnlySpan<byte> field) =>
        field.Length <= LongestName * 2 ? Encoding.Unicode.GetString(field) : throw new RdpProtocolException("an NTLM name is too long");
}
