using Bastion.Gateway.Portal.Gate;

namespace Bastion.Gateway.Tests.Portal.Gate;

public sealed class ReturnPathTests
{
    [Theory]
    [InlineData("/interventions")]
    [InlineData("/interventions/new")]
    [InlineData("/interventions/INT-2026-00043")]
    [InlineData("/interventions/INT-2026-00043/terminal")]
    [InlineData("/account")]
    public void Path_OfOurOwn_IsKept(string path) => Assert.Equal(path, ReturnPath.Of(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/interventions")]
    [InlineData("/interventions//evil.example")]
    [InlineData("/interventions/../sign-out")]
    [InlineData("/interventions\n")]
    [InlineData("/interventions?x=1")]
    [InlineData("/sign-out")]
    [InlineData("/account@evil.example")]
    [InlineData("javascript:alert(1)")]
    public void Path_OfAnybodyElse_IsHome(string? path) => Assert.Equal("/interventions", ReturnPath.Of(path));
}
