using Bastion.Testing;
using Microsoft.Playwright;

namespace Bastion.SystemTests.Pages;

/// <summary>Passkeys as people use them: added on the account page and used at the door, by Chromium's own code with its virtual authenticator (WebDriver's WebAuthn commands over CDP).</summary>
public sealed class PasskeysInTheBrowser : SystemTest
{
    [PeerFact("sshd", "unshare", "chromium", "root")]
    public async Task Passkey_AddedOnTheAccountPage_SignsInWithoutPasswordOrCode()
    {
        await using var chromium = await Chromium.Start();
        foreach (var (door, login, home) in new[] { (Hospital.Files.PortalUrl, "sami.belkacem", "/interventions"), (Hospital.Files.AdminUrl, "claire.aubanel", "/inbox") })
        {
            var person = Hospital.Seed.Person(login);
            var page = await chromium.SignedIn(door, person, Hospital.Code(person));
            var (session, authenticator) = await AuthenticatorAsync(page, verifies: true);
            await page.GotoAsync(new Uri(door, "/account").ToString());
            await page.FillAsync("[data-passkey=add] input[name=name]", "test key");
            await page.ClickAsync("[data-passkey=add] button");
            await page.WaitForSelectorAsync("form[action^='/account/passkeys/']");

            await page.Context.ClearCookiesAsync();
            await page.GotoAsync(new Uri(door, "/sign-in").ToString());
            await Chromium.Submit(page, "[data-passkey=sign-in] button", url => new Uri(url).AbsolutePath == home);

            // Without the person's finger the same key is nobody.
            await session.SendAsync("WebAuthn.setUserVerified", new Dictionary<string, object> { ["authenticatorId"] = authenticator, ["isUserVerified"] = false });
            await page.Context.ClearCookiesAsync();
            await page.GotoAsync(new Uri(door, "/sign-in").ToString());
            await page.ClickAsync("[data-passkey=sign-in] button");
            await page.WaitForFunctionAsync("document.querySelector('[data-passkey=sign-in] [data-note]').textContent.length > 0");
            Assert.Equal("/sign-in", new Uri(page.Url).AbsolutePath);
        }

        Assert.Empty(chromium.Complaints);
    }

    [PeerFact("sshd", "unshare", "chromium", "root")]
    public async Task Passkey_AnswerPostedTwiceOrForged_Is401()
    {
        await using var chromium = await Chromium.Start();
        var page = await chromium.Window();
        await page.GotoAsync(new Uri(Hospital.Files.PortalUrl, "/sign-in").ToString());
        foreach (var credential in new[] { "", "{}", "null", "[]", "{\"id\":\"AAAA\"}", new string('x', 20_000) })
        {
            var status = await page.EvaluateAsync<int>(
                """
                async credential => {
                  const form = document.querySelector("input[name=_form]").value;
                  const post = (url, fields) => fetch(url, { method: "POST", headers: { "X-Form": form }, body: new URLSearchParams(fields) });
                  await post("/sign-in/passkey/options", {});
                  await post("/sign-in/passkey", { credential });
                  return (await post("/sign-in/passkey", { credential })).status;
                }
                """,
                credential);
            Assert.Equal(401, status);
        }
    }

    private static async Task<(ICDPSession Session, string Authenticator)> AuthenticatorAsync(IPage page, bool verifies)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable", new Dictionary<string, object> { ["enableUI"] = false });
        var made = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = verifies,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return (session, made!.Value.GetProperty("authenticatorId").GetString()!);
    }
}
