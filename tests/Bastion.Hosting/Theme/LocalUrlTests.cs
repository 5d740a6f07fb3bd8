using Bastion.Hosting.Theme.Security;

namespace Bastion.Hosting.Tests.Theme;

public sealed class LocalUrlTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/live?x=1&y=//z")]
    public void LocalUrl_PathOfThisHost_IsKept(string url) => Assert.Equal(url, LocalUrl.Or(url, "/home"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("live")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/a\r\nSet-Cookie: x")]
    [InlineData("/\t/evil.example")]
    public void LocalUrl_AnythingElse_IsReplaced(string? url) => Assert.Equal("/home", LocalUrl.Or(url, "/home"));
}
