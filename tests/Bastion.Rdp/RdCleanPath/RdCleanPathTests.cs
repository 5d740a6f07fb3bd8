using System.Formats.Asn1;
using Bastion.Rdp.RdCleanPath;

namespace Bastion.Rdp.Tests.RdCleanPath;

public sealed class RdCleanPathTests
{
    private static readonly byte[] X224 = Convert.FromHexString("030000130EE000000000000100080001000000");

    [Fact]
    public void Request_AsABrowserSendsIt_IsRead()
    {
        Assert.True(RdCleanPathRequest.TryRead(Samples.Request(), out var request));

        Assert.Equal("device:3389", request.Destination);
        Assert.Equal("ticket", request.ProxyAuth);
        Assert.Equal(X224, request.X224);
        Assert.DoesNotContain("ticket", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Request_WithABlob_IsRead() => Assert.True(RdCleanPathRequest.TryRead(Samples.Request(blob: "b"), out _));

    [Theory]
    [InlineData(3389, "device", "ticket", true)]
    [InlineData(3390, null, "ticket", true)]
    [InlineData(3390, "device", null, true)]
    [InlineData(3390, "device", "ticket", false)]
    public void Request_OfAnotherVersionOrWithoutAField_IsRefused(int version, string? destination, string? auth, bool x224) =>
        Assert.False(RdCleanPathRequest.TryRead(Samples.Request(version, destination, auth, x224: x224), out _));

    [Fact]
    public void Request_WithBytesLeftOver_IsRefused() => Assert.False(RdCleanPathRequest.TryRead([.. Samples.Request(), 0], out _));

    [Fact]
    public void Request_OfAnyShorterLength_IsRefused()
    {
        var whole = Samples.Request();
        for (var length = 0; length < whole.Length; length++)
            Assert.False(RdCleanPathRequest.TryRead(whole.AsSpan(0, length), out _));
    }

    [Fact]
    public void Request_AtTheLimitOfATextOnly_IsRead()
    {
        Assert.True(RdCleanPathRequest.TryRead(Samples.Request(auth: new string('a', RdCleanPathLimits.LongestText)), out _));
        Assert.False(RdCleanPathRequest.TryRead(Samples.Request(auth: new string('a', RdCleanPathLimits.LongestText + 1)), out _));
    }

    [Fact]
    public void Framing_OfAMessageInPieces_WaitsForItsHeadAndThenKnows()
    {
        var whole = Samples.Request(auth: new string('a', 300));

        Assert.Equal(0, RdCleanPathFraming.LengthOf(whole.AsSpan(0, 0)));
        Assert.Equal(0, RdCleanPathFraming.LengthOf(whole.AsSpan(0, 3)));
        Assert.Equal(whole.Length, RdCleanPathFraming.LengthOf(whole.AsSpan(0, 4)));
        Assert.Equal(Samples.Request().Length, RdCleanPathFraming.LengthOf(Samples.Request()));
    }

    [Theory]
    [InlineData("16030100")]
    [InlineData("3080")]
    [InlineData("3083000010")]
    [InlineData("308105")]
    [InlineData("30820010")]
    [InlineData("30822000")]
    public void Framing_OfAnythingElse_SaysNever(string start) => Assert.True(RdCleanPathFraming.LengthOf(Convert.FromHexString(start)) < 0);

    [Fact]
    public void Framing_AtTheLimit_IsKnownAndOneByteMoreIsNot()
    {
        Assert.Equal(RdCleanPathLimits.LongestMessage, RdCleanPathFraming.LengthOf([0x30, 0x82, 0x1f, 0xfc]));
        Assert.True(RdCleanPathFraming.LengthOf([0x30, 0x82, 0x1f, 0xfd]) < 0);
    }

    [Fact]
    public void Answer_Confirming_CarriesX224ChainAndAddress()
    {
        var reader = new AsnReader(RdCleanPathAnswer.Confirm(X224, [new byte[] { 1 }, new byte[] { 2 }], "bastion"), AsnEncodingRules.DER).ReadSequence();

        Assert.Equal(3390, reader.ReadSequence(Tag(0)).ReadInteger());
        Assert.Equal(X224, reader.ReadSequence(Tag(6)).ReadOctetString());
        var chain = reader.ReadSequence(Tag(7)).ReadSequence();
        Assert.Equal([1], chain.ReadOctetString());
        Assert.Equal([2], chain.ReadOctetString());
        Assert.Equal("bastion", reader.ReadSequence(Tag(9)).ReadCharacterString(UniversalTagNumber.UTF8String));
        Assert.False(reader.HasData);
    }

    [Fact]
    public void Answer_Refusing_CarriesAStatus()
    {
        var reader = new AsnReader(RdCleanPathAnswer.Refuse(403), AsnEncodingRules.DER).ReadSequence();
        reader.ReadSequence(Tag(0));
        var error = reader.ReadSequence(Tag(1)).ReadSequence();

        Assert.Equal(1, error.ReadSequence(Tag(0)).ReadInteger());
        Assert.Equal(403, error.ReadSequence(Tag(1)).ReadInteger());
    }

    private static Asn1Tag Tag(int field) => new(TagClass.ContextSpecific, field, isConstructed: true);

    private static class Samples
    {
        public static byte[] Request(int version = 3390, string? destination = "device:3389", string? auth = "ticket", string? blob = null, bool x224 = true)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                using (writer.PushSequence(Tag(0)))
                    writer.WriteInteger(version);
                Text(writer, 2, destination);
                Text(writer, 3, auth);
                Text(writer, 5, blob);
                if (x224)
                {
                    using (writer.PushSequence(Tag(6)))
                        writer.WriteOctetString(X224);
                }
            }

            return writer.Encode();
        }

        private static void Text(AsnWriter writer, int field, string? text)
        {
            if (text is null)
                return;
            using (writer.PushSequence(Tag(field)))
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        }
    }
}
