using Bastion.Admin.Identity;
using Bastion.Admin.Vault;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace Bastion.Admin.Tests.Identity;

public sealed class SignInDeskTests
{
    private const string Password = "une phrase assez longue";
    private static readonly byte[] Secret = TotpCodes.NewSecret();
    private static readonly SignInSource Here = SignInSource.Of("127.0.2.7", "portal", "test");

    [Fact]
    public async Task SignIn_RightPasswordAndCode_SignsInAndTheCodeIsSpent()
    {
        await using var hospital = await EnrolledAsync();
        var outcome = await SignInAsync(hospital, "SAMI ", Password, Code(hospital));
        Assert.Equal(hospital.Sami, outcome.Value?.Live.Account.Id);
        Assert.Equal("sign_in.refused", (await SignInAsync(hospital, "sami", Password, Code(hospital))).Denial?.Code);
        hospital.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await SignInAsync(hospital, "sami", Password, Code(hospital))).Done);
    }

    [Fact]
    [Trait("ASVS", "6.2.8")]
    [Trait("ASVS", "6.3.8")]
    public async Task SignIn_WhateverIsWrong_IsOneAnswerForTheSameWork()
    {
        await using var hospital = await EnrolledAsync();
        var hasher = hospital.Get<PasswordHasher>();
        (string Login, string Password, string Code)[] wrongs =
        [
            ("sami", "faux mot de passe", Code(hospital)),
            ("nobody", Password, Code(hospital)),
            ("sami", Password, "000000"),
            ("claire", Password, Code(hospital)),
            ("sami", "", Code(hospital)),
            ("sami", new string('x', 5000), Code(hospital)),
        ];
        foreach (var (login, password, code) in wrongs)
        {
            var before = hasher.Computed;
            var attempt = await hospital.Get<SignInDesk>().BeginAsync(AccountKind.Technician, login, password, Here, CancellationToken.None);
            Assert.Equal(before + 1, hasher.Computed);
            Assert.Equal(571, attempt.Length);
            var outcome = await hospital.Get<SignInDesk>().FinishAsync(AccountKind.Technician, attempt, code, Here, CancellationToken.None);
            Assert.Equal("sign_in.refused", outcome.Denial?.Code);
        }
    }

    [Fact]
    [Trait("ASVS", "6.5.1")]
    public async Task Finish_SameCodeInParallel_IsAcceptedOnce()
    {
        await using var hospital = await EnrolledAsync();
        var desk = hospital.Get<SignInDesk>();
        var technician = await hospital.Store.ReadAsync(db => db.Technicians.SingleAsync(one => one.Id == hospital.Sami));
        var code = Code(hospital);
        var sources = Enumerable.Range(0, 10_000).Select(i => SignInSource.Of($"10.{i >> 8}.{i & 255}.1", "portal", "")).ToList();
        var outcomes = await Task.WhenAll(sources.Select(source => Task.Run(() => desk.FinishAsync(AccountKind.Technician, desk.BeginWithKey(technician), code, source, CancellationToken.None))));
        Assert.Single(outcomes, outcome => outcome.Done);
        Assert.Equal(1, await hospital.Store.ReadAsync(db => db.SignIns.CountAsync()));
    }

    [Fact]
    [Trait("ASVS", "6.5.5")]
    [Trait("ASVS", "9.1.1")]
    [Trait("ASVS", "9.2.1")]
    [Trait("ASVS", "9.2.3")]
    public async Task Finish_AttemptAltered_Replayed_OrOld_IsOver()
    {
        await using var hospital = await EnrolledAsync();
        var desk = hospital.Get<SignInDesk>();
        var attempt = await desk.BeginAsync(AccountKind.Technician, "sami", Password, Here, CancellationToken.None);
        var altered = (attempt[0] == 'A' ? "B" : "A") + attempt[1..];
        Assert.Equal("sign_in.over", (await desk.FinishAsync(AccountKind.Technician, altered, Code(hospital), Here, CancellationToken.None)).Denial?.Code);
        Assert.Equal("sign_in.over", (await desk.FinishAsync(AccountKind.Staff, attempt, Code(hospital), Here, CancellationToken.None)).Denial?.Code);
        Assert.Equal("sign_in.refused", (await desk.FinishAsync(AccountKind.Technician, attempt, "000000", Here, CancellationToken.None)).Denial?.Code);
        Assert.Equal("sign_in.over", (await desk.FinishAsync(AccountKind.Technician, attempt, Code(hospital), Here, CancellationToken.None)).Denial?.Code);
        var old = await desk.BeginAsync(AccountKind.Technician, "sami", Password, Here, CancellationToken.None);
        hospital.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("sign_in.over", (await desk.FinishAsync(AccountKind.Technician, old, Code(hospital), Here, CancellationToken.None)).Denial?.Code);
    }

    [Fact]
    public async Task BackOff_AStrangersGuesses_DoNotLockOutWhoWasHereBefore()
    {
        await using var hospital = await EnrolledAsync();
        Assert.True((await SignInAsync(hospital, "sami", Password, Code(hospital))).Done);
        var throttle = hospital.Get<SignInThrottle>();
        for (var i = 0; i < 2000; i++)
            throttle.Reserve("sami", $"203.0.{i / 250}.{i % 250}", familiar: false);
        Assert.True(throttle.Wait("sami", "198.51.100.9", familiar: false) > TimeSpan.Zero);
        hospital.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await SignInAsync(hospital, "sami", Password, Code(hospital))).Done);
    }

    [Fact]
    [Trait("ASVS", "6.3.1")]
    public async Task BackOff_ManyWrongFromOneSource_RefusesTheRightCodeAndThenLetsIn()
    {
        await using var hospital = await EnrolledAsync();
        for (var i = 0; i < 6; i++)
            await SignInAsync(hospital, "sami", Password, "000000");
        var refused = await SignInAsync(hospital, "sami", Password, Code(hospital));
        Assert.Equal("sign_in.refused", refused.Denial?.Code);
        var wait = int.Parse(refused.Denial!.Facts["wait"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(wait, 1, 900);
        hospital.Time.Advance(TimeSpan.FromSeconds(wait));
        Assert.True((await SignInAsync(hospital, "sami", Password, Code(hospital))).Done);
    }

    [Fact]
    public async Task Token_IdleAndSignedOutAndDisabled_IsDead()
    {
        await using var hospital = await EnrolledAsync();
        var desk = hospital.Get<SignInDesk>();
        var token = await hospital.SignInAsync(hospital.Sami);
        hospital.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.NotNull(await desk.ReadAsync(AccountKind.Technician, token, CancellationToken.None));
        Assert.Null(await desk.ReadAsync(AccountKind.Staff, token, CancellationToken.None));
        hospital.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(await desk.ReadAsync(AccountKind.Technician, token, CancellationToken.None));
        var other = await hospital.SignInAsync(hospital.Sami);
        await desk.SignOutAsync(AccountKind.Technician, other, CancellationToken.None);
        Assert.Null(await desk.ReadAsync(AccountKind.Technician, other, CancellationToken.None));
    }

    [Fact]
    public async Task StepUp_FreshCode_GivesANewTokenAndKillsTheOldOne()
    {
        await using var hospital = await EnrolledAsync();
        var desk = hospital.Get<SignInDesk>();
        var token = await hospital.SignInAsync(hospital.Sami);
        hospital.Time.Advance(TimeSpan.FromMinutes(16));
        var stepped = await desk.StepUpAsync(AccountKind.Technician, token, Code(hospital), Here, CancellationToken.None);
        Assert.Equal(hospital.Now, stepped.Value?.Live.SignIn.FactorAt);
        Assert.Null(await desk.ReadAsync(AccountKind.Technician, token, CancellationToken.None));
        Assert.NotNull(await desk.ReadAsync(AccountKind.Technician, stepped.Value!.Token, CancellationToken.None));
    }

    [Fact]
    public async Task Enrolment_LinkOnce_ThenPasswordCodeAndEachRecoveryCodeOnce()
    {
        await using var hospital = await TestHospital.OpenAsync(pumping: false);
        var enrolments = hospital.Get<Enrolments>();
        var link = await hospital.Store.WriteAsync(async db => await enrolments.IssueAsync(db, await db.Technicians.SingleAsync(one => one.Id == hospital.Sami), null));
        var opaque = link[(link.LastIndexOf('/') + 1)..];
        var view = (await enrolments.ReadAsync(AccountKind.Technician, opaque, CancellationToken.None)).Value!;
        string Typed() => new Totp(Base32Encoding.ToBytes(view.TotpSecret)).ComputeTotp(hospital.Now.UtcDateTime);
        Assert.Equal("password.weak", (await enrolments.FinishAsync(AccountKind.Technician, opaque, "trop court", Typed(), Here, CancellationToken.None)).Denial?.Code);
        Assert.Equal("code.wrong", (await enrolments.FinishAsync(AccountKind.Technician, opaque, Password, "000000", Here, CancellationToken.None)).Denial?.Code);
        var codes = (await enrolments.FinishAsync(AccountKind.Technician, opaque, Password, Typed(), Here, CancellationToken.None)).Value!;
        Assert.Equal("enrolment.over", (await enrolments.FinishAsync(AccountKind.Technician, opaque, Password, Typed(), Here, CancellationToken.None)).Denial?.Code);
        Assert.Equal(10, codes.Distinct().Count());
        Assert.True((await SignInAsync(hospital, "sami", Password, codes[0].ToUpperInvariant())).Done);
        Assert.False((await SignInAsync(hospital, "sami", Password, codes[0])).Done);
        Assert.True((await SignInAsync(hospital, "sami", Password, codes[1])).Done);
    }

    [Theory]
    [InlineData("１２３４５６")]
    [InlineData("12345\0")]
    [InlineData("")]
    [InlineData("1234567")]
    public void Match_WhatIsNotSixAsciiDigits_IsNothing(string code) => Assert.Null(TotpCodes.Match(Secret, code, TestHospital.Start));

    private static string Code(TestHospital hospital) => new Totp(Secret).ComputeTotp(hospital.Now.UtcDateTime);

    private static async Task<TestHospital> EnrolledAsync()
    {
        var hospital = await TestHospital.OpenAsync(pumping: false);
        var hash = await hospital.Get<PasswordHasher>().HashAsync(Password, "test", CancellationToken.None);
        await hospital.Store.WriteAsync(async db =>
        {
            foreach (var account in await db.Accounts.ToListAsync())
            {
                account.PasswordHash = hash;
                account.TotpSecret = hospital.Get<SecretVault>().Seal("totp", account.Id, Secret);
            }

            return true;
        });
        return hospital;
    }

    private static async Task<Outcome<NewSignIn>> SignInAsync(TestHospital hospital, string login, string password, string code)
    {
        var desk = hospital.Get<SignInDesk>();
        var attempt = await desk.BeginAsync(AccountKind.Technician, login, password, Here, CancellationToken.None);
        return await desk.FinishAsync(AccountKind.Technician, attempt, code, Here, CancellationToken.None);
    }
}
