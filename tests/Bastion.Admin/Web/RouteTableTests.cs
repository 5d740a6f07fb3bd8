using Bastion.Admin.Identity;
using Bastion.Admin.Rights;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Tests.Web;

public sealed class RouteTableTests
{
    private static readonly string[] Doors = ["/sign-in", "/sign-in/code", "/sign-in/passkey/options", "/sign-in/passkey", "/enrol/{link}", "/ward-stop/{code}"];

    [Fact]
    public void Routes_WithoutSignIn_AreTheDoorsOnly() =>
        Assert.Equal(Doors, RouteTable.All.Where(route => IsOpen(route.Act)).Select(route => route.Pattern).Distinct().Order(StringComparer.Ordinal).OrderBy(pattern => Array.IndexOf(Doors, pattern)));

    [Fact]
    public void Routes_Each_NameAnActAndSomebody() =>
        Assert.All(RouteTable.All, route =>
        {
            Assert.NotEmpty(route.Act);
            Assert.Contains(RightsTable.Find(route.Act)!.Reaches.Values, reach => reach != Reach.Never);
        });

    [Fact]
    public void Routes_Each_AreListedOnce() =>
        Assert.Empty(RouteTable.All.GroupBy(route => (route.Method, route.Pattern)).Where(group => group.Count() > 1).Select(group => group.Key));

    [Theory]
    [InlineData("intervention.approve")]
    [InlineData("intervention.refuse")]
    [InlineData("endpoint.pin")]
    public void Decisions_OfAnyKind_AreForEngineersAlone(string act) =>
        Assert.Equal([Role.Engineer], RightsTable.Find(act)!.Reaches.Where(one => one.Value != Reach.Never).Select(one => one.Key));

    [Theory]
    [InlineData("recording.")]
    [InlineData("intervention.")]
    [InlineData("session.")]
    public void Administrator_SeparatedDuties_NeitherDecidesNorReplays(string acts) =>
        Assert.DoesNotContain(RouteTable.All, route => route.Act.StartsWith(acts, StringComparison.Ordinal) && RightsJudge.Admits(StaffRole.Administrator, route.Act));

    [Fact]
    public void Auditor_Reads_AndChangesNothingButReasonsAndExports() =>
        Assert.Equal(["account.passkey.add", "account.passkey.ask", "account.passkey.remove", "account.sign_in.end", "emergency.review", "evidence.export", "hold.change", "notice.read", "recording.comment", "recording.erase", "recording.reason", "recording.typed.view", "sign_out"], RouteTable.All
            .Where(route => route.Method == "POST" && RightsJudge.Admits(StaffRole.Auditor, route.Act) && !IsOpen(route.Act)).Select(route => route.Act).Order(StringComparer.Ordinal));

    private static bool IsOpen(string act) => RightsTable.Find(act)!.For(Role.Visitor) != Reach.Never;
}
