using System.Numerics;
using Bastion.Ssh.Wire;
using CsCheck;

namespace Bastion.Ssh.Tests.Wire;

public sealed class WireReaderTests
{
    // RFC 4251 section 5.
    [Theory]
    [InlineData("", "00000000")]
    [InlineData("09a378f9b2e332a7", "0000000809a378f9b2e332a7")]
    [InlineData("80", "000000020080")]
    [InlineData("000080", "000000020080")]
    public void MpInt_ExamplesOfTheRfc_AreWrittenAndRead(string magnitude, string wire)
    {
        using var writer = new WireWriter();
        writer.WriteMpInt(Convert.FromHexString(magnitude));
        Assert.Equal(wire, Convert.ToHexStringLower(writer.Span));
        byte[] read = new WireReader(writer.ToArray()).ReadUnsignedMpInt().ToArray();
        Assert.Equal(new BigInteger(Convert.FromHexString(magnitude), true, true), new BigInteger(read, true, true));
    }

    [Theory]
    [InlineData("0000000180")] // negative
    [InlineData("0000000100")] // zero with a byte
    [InlineData("00000002007f")] // needless zero
    [InlineData("00000005ff")] // short
    public void MpInt_Malformed_IsRefused(string wire) =>
        Assert.Throws<SshProtocolException>(() => new WireReader(Convert.FromHexString(wire)).ReadUnsignedMpInt().Length);

    [Theory]
    [InlineData("")]
    [InlineData("zlib", "zlib")]
    [InlineData("zlib,none", "zlib", "none")]
    public void NameList_ExamplesOfTheRfc_AreRead(string list, params string[] names)
    {
        using var writer = new WireWriter();
        writer.WriteString(list);
        Assert.Equal(names, new WireReader(writer.ToArray()).ReadNameList());
    }

    [Theory]
    [InlineData(",")]
    [InlineData("a,", "a")]
    [InlineData(",a", "a")]
    [InlineData("a,,b", "a", "b")]
    public void NameList_EmptyNames_AreLeftOut(string list, params string[] names)
    {
        using var writer = new WireWriter();
        writer.WriteString(list);
        Assert.Equal(names, new WireReader(writer.ToArray()).ReadNameList());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\0")]
    [InlineData("caf\u00e9")]
    public void NameList_Malformed_IsRefused(string list)
    {
        using var writer = new WireWriter();
        writer.WriteString(list);
        byte[] wire = writer.ToArray();
        Assert.Throws<SshProtocolException>(() => new WireReader(wire).ReadNameList());
    }

    [Fact]
    public void NameList_BeyondItsCaps_IsRefused()
    {
        using var many = new WireWriter();
        many.WriteNameList([.. Enumerable.Repeat("a", SshLimits.NameListNames + 1)]);
        byte[] tooMany = many.ToArray();
        Assert.Throws<SshProtocolException>(() => new WireReader(tooMany).ReadNameList());
        using var large = new WireWriter();
        large.WriteString(new string('a', SshLimits.NameListBytes + 1));
        byte[] tooLarge = large.ToArray();
        Assert.Throws<SshProtocolException>(() => new WireReader(tooLarge).ReadNameList());
    }

    [Fact]
    public void Text_NotUtf8_IsRefused() =>
        Assert.Throws<SshProtocolException>(() => new WireReader(new byte[] { 0, 0, 0, 2, 0xc3, 0x28 }).ReadText());

    [Fact]
    public void AllTypes_WrittenInAnyOrder_AreReadTheSame() =>
        Gen.Select(Gen.Byte, Gen.Bool, Gen.UInt, Gen.ULong, Gen.Byte.Array[0, 300], Gen.String[Gen.Char.AlphaNumeric, 0, 50])
            .List[1, 20].Sample(rows =>
            {
                using var writer = new WireWriter(0);
                foreach ((byte a, bool b, uint c, ulong d, byte[] e, string f) in rows)
                {
                    writer.WriteByte(a);
                    writer.WriteBoolean(b);
                    writer.WriteUInt32(c);
                    writer.WriteUInt64(d);
                    writer.WriteString(e);
                    writer.WriteString(f);
                }

                var reader = new WireReader(writer.ToArray());
                foreach ((byte a, bool b, uint c, ulong d, byte[] e, string f) in rows)
                {
                    Assert.Equal(a, reader.ReadByte());
                    Assert.Equal(b, reader.ReadBoolean());
                    Assert.Equal(c, reader.ReadUInt32());
                    Assert.Equal(d, reader.ReadUInt64());
                    Assert.Equal(e, reader.ReadString().ToArray());
                    Assert.Equal(f, reader.ReadText());
                }

                reader.RequireEnd();
            });
}
