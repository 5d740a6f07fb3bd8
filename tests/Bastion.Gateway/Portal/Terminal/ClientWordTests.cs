using System.Text;
using Bastion.Gateway.Portal.Terminal;
using CsCheck;

namespace Bastion.Gateway.Tests.Portal.Terminal;

public sealed class ClientWordTests
{
    [Fact]
    public void Word_OfEachKind_IsRead()
    {
        Assert.Equal(new ClientWord(ClientWordKind.Start, 120, 40), Read("""{"t":"start","c":120,"r":40}"""));
        Assert.Equal(new ClientWord(ClientWordKind.Size, 80, 24), Read("""{"t":"size","c":80,"r":24}"""));
        Assert.Equal(new ClientWord(ClientWordKind.Ack, Bytes: 65536), Read("""{"t":"ack","n":65536}"""));
        Assert.Equal(new ClientWord(ClientWordKind.Leave), Read("""{"t":"leave"}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"t":1}""")]
    [InlineData("""{"t":"size"}""")]
    [InlineData("""{"t":"size","c":0,"r":24}""")]
    [InlineData("""{"t":"size","c":501,"r":24}""")]
    [InlineData("""{"t":"size","c":80,"r":301}""")]
    [InlineData("""{"t":"ack","n":0}""")]
    [InlineData("""{"t":"ack","n":-1}""")]
    [InlineData("""{"t":"ack","n":1.5}""")]
    [InlineData("""{"t":"ack","n":99999999999}""")]
    [InlineData("""{"t":"sign","x":{"y":{"z":1}}}""")]
    public void Word_OfAnotherForm_IsNone(string text) => Assert.Null(Read(text));

    [Fact]
    public void Word_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 300].Sample(bytes => { _ = ClientWord.Read(bytes); });

    private static ClientWord? Read(string text) => ClientWord.Read(Encoding.UTF8.GetBytes(text));
}
