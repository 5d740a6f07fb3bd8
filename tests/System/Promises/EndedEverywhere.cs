using System.Net;
using Bastion.Admin.Contracts;
using Bastion.Hospitals;
using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>Disabled, signed out or ended from elsewhere: every token, cookie, half-way attempt, armed key and live session of that person is over on every plane, at once.</summary>
public sealed class EndedEverywhere : SystemTest
{
    [PeerFact("sshd", "ssh", "ssh-keygen", "unshare", "root")]
    [Trait("ASVS", "7.4.2")]
    [Trait("ASVS", "7.4.5")]
    [Trait("ASVS", "8.3.2")]
    [Trait("ASVS", "6.5.6")]
    public async Task Disabled_WhileAtWork_NothingOfThatPersonIsGoodAnyMore()
    {
        var (id, _) = await Hospital.Approved();
        var key = await SshKeyPair.Create(Hospital.Files.Directory.At("own-key"));
        var sami = await Hospital.Technician("sami.belkacem");
        await sami.ArmKey(await sami.AddKey(key), id);
        await using var client = await Shell();
        var half = await Hospital.Identity.BeginSignInAsync(new BeginSignInRequest { Login = sami.Person.Login, Password = sami.Person.Password, Source = TechnicianClient.Portal });
        Assert.Equal(HttpStatusCode.OK, await Page(sami.Token));

        var paul = await Hospital.Staff("paul.granier");
        await paul.Disable("sami.belkacem", "Left the vendor today");

        Assert.Equal("sign_in.over", (await Hospital.Identity.ReadSignInAsync(new SignInToken { Token = sami.Token })).Refusal?.Code);
        Assert.Equal(HttpStatusCode.SeeOther, await Page(sami.Token));
        Assert.NotNull((await Hospital.Identity.FinishSignInAsync(new FinishSignInRequest { Attempt = half.Attempt, Code = Hospital.Code(sami.Person), Source = TechnicianClient.Portal })).Refusal);
        Assert.Equal("sign_in.over", (await Hospital.Access.OpenSessionAsync(new OpenSessionRequest { Token = sami.Token, SessionId = Guid.NewGuid().ToString(), Device = "ANA-01", Protocol = "ssh", Source = TechnicianClient.Portal })).Refusal?.Code);
        var before = Device.Connections;
        await Said(Hospital.Ssh() with { Identity = key.PrivateFile, Answers = [] });
        await Said(Hospital.Ssh());
        Assert.Equal(before, Device.Connections);

        // The session is frozen blind: what is typed goes nowhere, and in two minutes it is gone.
        await Evidence.Entry("session.frozen");
        client.Type("echo never-$((6*7))\n");
        await Hospital.AdvanceTo(Hospital.Now + TimeSpan.FromMinutes(2.5));
        await client.Exited.Within("the session to end");
        Assert.DoesNotContain("never-42", client.Received.Text, StringComparison.Ordinal);
        var recorded = await AssertEnded(id, "TechnicianDisabled");
        Assert.DoesNotContain("never-42", recorded.Output.ToText(), StringComparison.Ordinal);
    }

    [PeerFact("sshd", "ssh", "ssh-keygen", "unshare", "root")]
    [Trait("ASVS", "7.4.1")]
    [Trait("ASVS", "7.5.2")]
    public async Task SignedOut_HereOrFromElsewhere_TheTokenItsCookieAndItsArmedKeyAreOver()
    {
        var (id, _) = await Hospital.Approved();
        var key = await SshKeyPair.Create(Hospital.Files.Directory.At("own-key"));
        var sami = await Hospital.Technician("sami.belkacem");
        await sami.ArmKey(await sami.AddKey(key), id);
        var other = await Hospital.Technician("sami.belkacem");
        var lines = await Hospital.Identity.ListSignInsAsync(new SignInToken { Token = other.Token });
        // The oldest of those here is the one that armed the key; ended by its name from the other browser.
        foreach (var line in lines.SignIns.Where(line => !line.Current))
            Assert.Null((await Hospital.Identity.EndSignInAsync(new EndSignInRequest { Token = other.Token, Id = line.Id })).Refusal);

        Assert.Equal(HttpStatusCode.SeeOther, await Page(sami.Token));
        Assert.Equal(HttpStatusCode.OK, await Page(other.Token));
        var before = Device.Connections;
        await Said(Hospital.Ssh() with { Identity = key.PrivateFile, Answers = [] });
        Assert.Equal(before, Device.Connections);
        await Hospital.Identity.SignOutAsync(new SignInToken { Token = other.Token });
        Assert.Equal(HttpStatusCode.SeeOther, await Page(other.Token));
    }

    private async Task<HttpStatusCode> Page(string token)
    {
        using var browser = Hospital.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Hospital.Files.PortalUrl, "/interventions"));
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Cookie", "__Host-portal=" + token);
        using var answer = await browser.SendAsync(request);
        return answer.StatusCode;
    }
}
