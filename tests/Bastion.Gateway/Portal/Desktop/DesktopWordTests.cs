using System.Text;
using Bastion.Gateway.Portal.Desktop;
using CsCheck;

namespace Bastion.Gateway.Tests.Portal.Desktop;

public sealed class DesktopWordTests
{
    [Fact]
    public void Word_OfEachKind_IsRead()
    {
        Assert.Equal(new DesktopWord(false, 1036), Read("""{"t":"start","layout":1036}"""));
        Assert.Equal(new DesktopWord(false), Read("""{"t":"start","layout":0}"""));
        Assert.Equal(new DesktopWord(true), Read("""{"t":"leave"}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"t":1}""")]
    [InlineData("""{"t":"start"}""")]
    [InlineData("""{"t":"start","layout":-1}""")]
    [InlineData("""{"t":"start","layout":"1036"}""")]
    [InlineData("""{"t":"start","layout":1048576}""")]
    [InlineData("""{"t":"stop"}""")]
    public void Word_OfAnotherForm_IsNone(string text) => Assert.Null(Read(text));

    [Fact]
    public void Word_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 300].Sample(bytes => { _ = DesktopWord.Read(bytes); });

    private static DesktopWord? Read(string text) => DesktopWord.Read(Encoding.UTF8.GetBytes(text));
}
