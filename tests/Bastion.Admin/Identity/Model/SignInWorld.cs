using Bastion.Admin.Identity;
using Bastion.Admin.Identity.Passkeys;
using Bastion.Admin.Tests.Identity.Passkeys;
using Bastion.Admin.Vault;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace Bastion.Admin.Tests.Identity.Model;

/// <summary>Two technicians, four browsers, and what a model of them expects.</summary>
internal sealed class SignInWorld : IAsyncDisposable
{
    private const AccountKind Kind = AccountKind.Technician;
    private readonly TestHospital hospital;
    private readonly Random random;
    private readonly List<Guid> people;
    private readonly Dictionary<Guid, string> logins = [];
    private readonly Dictionary<Guid, byte[]> secrets = [];
    private readonly Dictionary<Guid, SoftKey> keys = [];
    private readonly Dictionary<Guid, long> lastStep = [];
    private readonly Walker[] browsers = [new(), new(), new(), new()];
    private readonly HashSet<string> spentAnswers = [];
    private string password = "";
    private int addresses;

    private SignInWorld(TestHospital hospital, int seed)
    {
        this.hospital = hospital;
        random = new Random(seed);
        people = [hospital.Sami, hospital.Lucie];
    }

    public int Granted { get; private set; }

    // Each try from an address of its own: the back-off has tests of its own.
    private SignInSource Here => SignInSource.Of($"10.{++addresses >> 16 & 255}.{addresses >> 8 & 255}.{addresses & 255}", "portal", "model");

    public static async Task<SignInWorld> OpenAsync(int seed, string password)
    {
        var world = new SignInWorld(await TestHospital.OpenAsync(pumping: false), seed) { password = password };
        await world.EnrolAsync();
        return world;
    }

    /// <returns>What went against the model, or null.</returns>
    public async Task<string?> StepAsync()
    {
        var browser = browsers[random.Next(browsers.Length)];
        var person = people[random.Next(people.Count)];
        if (random.Next(4) == 0)
            hospital.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 40)));
        switch (random.Next(10))
        {
            case 0 or 1:
                await TypePasswordAsync(browser, person);
                return null;
            case 2 or 3 or 4:
                return await TypeCodeAsync(browser, person);
            case 5:
                var asked = await hospital.Get<PasskeyDesk>().AskAsync(Kind);
                (browser.PasskeyOptions, browser.PasskeyAttempt) = (asked.Options, asked.Attempt);
                return null;
            case 6:
                return await TouchAsync(browser, person);
            case 7:
                // Somebody else's attempt ends up in this browser: it carries what was proven in it, and nothing of this browser.
                var other = browsers[random.Next(browsers.Length)];
                (browser.Attempt, browser.PasswordOf) = (other.Attempt, other.PasswordOf);
                return null;
            case 8:
                return await LookAsync(browser);
            default:
                return await StepUpOrLeaveAsync(browser, person);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var key in keys.Values)
            key.Dispose();
        await hospital.DisposeAsync();
    }

    private async Task TypePasswordAsync(Walker browser, Guid person)
    {
        var right = random.Next(3) > 0;
        var login = random.Next(8) == 0 ? "nobody" : logins[person];
        browser.Attempt = await hospital.Get<SignInDesk>().BeginAsync(Kind, login, right ? password : "faux mot de passe", Here, CancellationToken.None);
        // The model believes what was typed, not what the desk says.
        browser.PasswordOf = right && login != "nobody" ? person : null;
    }

    private async Task<string?> TypeCodeAsync(Walker browser, Guid person)
    {
        var now = hospital.Now;
        var code = random.Next(4) == 0 ? "000000" : new Totp(secrets[person]).ComputeTotp(now.UtcDateTime);
        var attempt = browser.Attempt;
        var outcome = await hospital.Get<SignInDesk>().FinishAsync(Kind, attempt, code, Here, CancellationToken.None);
        var was = browser.PasswordOf;
        browser.PasswordOf = null;
        if (!outcome.Done)
            return null;
        var granted = outcome.Value.Live.Account.Id;
        var step = now.ToUnixTimeSeconds() / 30;
        if (was != granted || code == "000000" || granted != person || !spentAnswers.Add("attempt " + attempt))
            return $"code: granted {logins[granted]} to a browser whose password was {was}, code of {logins[person]}";
        if (lastStep.GetValueOrDefault(granted, -1) >= step)
            return $"code of a step that was used before for {logins[granted]}";
        lastStep[granted] = step;
        return Accept(browser, outcome.Value.Token, granted);
    }

    private async Task<string?> TouchAsync(Walker browser, Guid person)
    {
        if (browser.PasskeyOptions.Length == 0)
            return null;
        var key = keys[person];
        key.Verifies = random.Next(4) > 0;
        var answer = key.Sign(browser.PasskeyOptions);
        var outcome = await hospital.Get<PasskeyDesk>().SignInAsync(Kind, browser.PasskeyAttempt, answer, null, Here, CancellationToken.None);
        if (!outcome.Done)
            return null;
        var granted = outcome.Value.Live.Account.Id;
        if (granted != person || !key.Verifies || !spentAnswers.Add("passkey " + browser.PasskeyAttempt))
            return $"passkey: granted {logins[granted]}, key of {logins[person]}, verified {key.Verifies}";
        return Accept(browser, outcome.Value.Token, granted);
    }

    private async Task<string?> LookAsync(Walker browser)
    {
        var live = await hospital.Get<SignInDesk>().ReadAsync(Kind, browser.Token, CancellationToken.None);
        return live is not null && live.Account.Id != browser.Who ? $"token of {browser.Who} reads as {live.Account.Id}" : null;
    }

    private async Task<string?> StepUpOrLeaveAsync(Walker browser, Guid person)
    {
        if (random.Next(3) == 0)
        {
            await hospital.Get<SignInDesk>().SignOutAsync(Kind, browser.Token, CancellationToken.None);
            browser.Who = null;
            return null;
        }

        var code = new Totp(secrets[person]).ComputeTotp(hospital.Now.UtcDateTime);
        var outcome = await hospital.Get<SignInDesk>().StepUpAsync(Kind, browser.Token, code, Here, CancellationToken.None);
        if (!outcome.Done)
            return null;
        var granted = outcome.Value.Live.Account.Id;
        var step = hospital.Now.ToUnixTimeSeconds() / 30;
        if (granted != browser.Who || granted != person || lastStep.GetValueOrDefault(granted, -1) >= step)
            return $"step-up: {logins[granted]} for a browser of {browser.Who} with a code of {logins[person]}";
        lastStep[granted] = step;
        if (await hospital.Get<SignInDesk>().ReadAsync(Kind, browser.Token, CancellationToken.None) is not null)
            return "step-up: the old token lives on";
        return Accept(browser, outcome.Value.Token, granted);
    }

    private string? Accept(Walker browser, string token, Guid who)
    {
        Granted++;
        (browser.Token, browser.Who) = (token, who);
        return spentAnswers.Add("token " + token) ? null : "the same token twice";
    }

    private async Task EnrolAsync()
    {
        var hash = await hospital.Get<PasswordHasher>().HashAsync(password, "", CancellationToken.None);
        foreach (var person in people)
        {
            secrets[person] = TotpCodes.NewSecret();
            logins[person] = await hospital.Store.WriteAsync(async db =>
            {
                var account = await db.Accounts.SingleAsync(one => one.Id == person);
                account.PasswordHash = hash;
                account.TotpSecret = hospital.Get<SecretVault>().Seal("totp", person, secrets[person]);
                return account.Login;
            });
            var token = await hospital.SignInAsync(person);
            var asked = (await hospital.Get<PasskeyDesk>().AskToAddAsync(Kind, token)).Value!;
            keys[person] = new SoftKey("https://portal.test", "portal.test");
            var added = await hospital.Get<PasskeyDesk>().AddAsync(Kind, token, asked.Attempt, keys[person].Create(asked.Options), "clé", CancellationToken.None);
            Assert.Null(added.Denial);
        }
    }
}
