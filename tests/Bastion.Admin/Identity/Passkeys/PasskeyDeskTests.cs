using Bastion.Admin.Identity;
using Bastion.Admin.Identity.Passkeys;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Tests.Identity.Passkeys;

public sealed class PasskeyDeskTests
{
    private static readonly SignInSource Here = SignInSource.Of("127.0.2.7", "portal", "test");

    [Fact]
    [Trait("ASVS", "6.5.1")]
    [Trait("ASVS", "6.7.2")]
    public async Task SignIn_WithAddedPasskey_IsWholeAndAnAnswerCountsOnce()
    {
        await using var hospital = await TestHospital.OpenAsync();
        using var key = await AddedAsync(hospital, hospital.Claire, AccountKind.Staff);
        var desk = hospital.Get<PasskeyDesk>();
        var asked = await desk.AskAsync(AccountKind.Staff);
        var answer = key.Sign(asked.Options);
        var outcome = await desk.SignInAsync(AccountKind.Staff, asked.Attempt, answer, null, Here, CancellationToken.None);
        Assert.Equal((hospital.Claire, SignInMethod.BoundPasskey), (outcome.Value!.Live.Account.Id, outcome.Value.Live.SignIn.Method));
        Assert.NotNull(await hospital.Get<StaffSignIn>().ReadAsync(outcome.Value.Token, CancellationToken.None));

        Assert.Equal("sign_in.over", (await desk.SignInAsync(AccountKind.Staff, asked.Attempt, answer, null, Here, CancellationToken.None)).Denial?.Code);
        var again = await desk.AskAsync(AccountKind.Staff);
        Assert.Equal("sign_in.refused", (await desk.SignInAsync(AccountKind.Staff, again.Attempt, answer, null, Here, CancellationToken.None)).Denial?.Code);
    }

    [Fact]
    public async Task SignIn_SameAnswerInParallel_IsAcceptedOnce()
    {
        await using var hospital = await TestHospital.OpenAsync();
        using var key = await AddedAsync(hospital, hospital.Sami, AccountKind.Technician);
        var desk = hospital.Get<PasskeyDesk>();
        var asked = await desk.AskAsync(AccountKind.Technician);
        var answer = key.Sign(asked.Options);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => Task.Run(() => desk.SignInAsync(AccountKind.Technician, asked.Attempt, answer, null, Here, CancellationToken.None))));
        Assert.Single(outcomes, outcome => outcome.Done);
    }

    [Theory]
    [Trait("ASVS", "6.3.4")]
    [Trait("ASVS", "9.2.2")]
    [InlineData("unverified")]
    [InlineData("origin")]
    [InlineData("domain")]
    [InlineData("counter")]
    [InlineData("otherPerson")]
    [InlineData("otherDoor")]
    [InlineData("disabled")]
    [InlineData("old")]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    [InlineData("")]
    public async Task SignIn_WhateverIsWrong_IsRefusedWithoutAnException(string wrong)
    {
        await using var hospital = await TestHospital.OpenAsync();
        using var key = await AddedAsync(hospital, hospital.Claire, AccountKind.Staff);
        var desk = hospital.Get<PasskeyDesk>();
        var asked = await desk.AskAsync(wrong == "otherDoor" ? AccountKind.Technician : AccountKind.Staff);
        switch (wrong)
        {
            case "unverified":
                key.Verifies = false;
                break;
            case "origin":
                key.Origin = "https://staff.test.evil.example";
                break;
            case "domain":
                key.Domain = "test";
                break;
            case "counter":
                var first = await desk.AskAsync(AccountKind.Staff);
                key.Counter = 40;
                Assert.True((await desk.SignInAsync(AccountKind.Staff, first.Attempt, key.Sign(first.Options), null, Here, CancellationToken.None)).Done);
                key.Counter = 7;
                break;
            case "otherPerson":
                key.User = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(hospital.Odile.ToString()));
                break;
            case "disabled":
                await hospital.Store.WriteAsync(async db => (await db.Accounts.SingleAsync(one => one.Id == hospital.Claire)).State = AccountState.Disabled);
                break;
            case "old":
                hospital.Time.Advance(TimeSpan.FromMinutes(5));
                break;
        }

        var answer = wrong is "garbage" or "{}" or "[1,2]" or "" ? wrong : key.Sign(asked.Options);
        var outcome = await desk.SignInAsync(AccountKind.Staff, asked.Attempt, answer, null, Here, CancellationToken.None);
        Assert.Equal(wrong is "otherDoor" or "old" ? "sign_in.over" : "sign_in.refused", outcome.Denial?.Code);
    }

    [Fact]
    public async Task Add_SyncedPasskey_IsRefusedToWhoApprovesAndTakenFromTechnicians()
    {
        await using var hospital = await TestHospital.OpenAsync();
        Assert.Equal("passkey.synced", (await AddAsync(hospital, hospital.Claire, AccountKind.Staff, key => key.Synced = true)).Denial?.Code);
        Assert.Equal("passkey.refused", (await AddAsync(hospital, hospital.Claire, AccountKind.Staff, key => key.Verifies = false)).Denial?.Code);
        Assert.True((await AddAsync(hospital, hospital.Sami, AccountKind.Technician, key => key.Synced = true)).Done);
    }

    [Fact]
    [Trait("ASVS", "7.5.1")]
    public async Task Add_ForSomebodyElsesChallengeOrWithAnOldFactor_IsRefused()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var desk = hospital.Get<PasskeyDesk>();
        var claire = await hospital.SignInAsync(hospital.Claire);
        var odile = await hospital.SignInAsync(hospital.Odile);
        using var key = NewKey(AccountKind.Staff);
        var asked = (await desk.AskToAddAsync(AccountKind.Staff, odile)).Value!;
        Assert.Equal("passkey.refused", (await desk.AddAsync(AccountKind.Staff, claire, asked.Attempt, key.Create(asked.Options), "clé", CancellationToken.None)).Denial?.Code);
        hospital.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("factor.stale", (await desk.AskToAddAsync(AccountKind.Staff, claire)).Denial?.Code);
    }

    [Fact]
    [Trait("ASVS", "7.2.4")]
    public async Task StepUp_WithPasskey_GivesANewTokenAndEndsTheOldOne()
    {
        await using var hospital = await TestHospital.OpenAsync();
        using var key = await AddedAsync(hospital, hospital.Sami, AccountKind.Technician);
        var desk = hospital.Get<PasskeyDesk>();
        var token = await hospital.SignInAsync(hospital.Sami);
        var asked = await desk.AskAsync(AccountKind.Technician);
        var renewed = await desk.SignInAsync(AccountKind.Technician, asked.Attempt, key.Sign(asked.Options), token, Here, CancellationToken.None);
        Assert.NotEqual(token, renewed.Value!.Token);
        Assert.Null(await hospital.Get<SignInDesk>().ReadAsync(AccountKind.Technician, token, CancellationToken.None));
        var lucie = await hospital.SignInAsync(hospital.Lucie);
        var mixed = await desk.AskAsync(AccountKind.Technician);
        Assert.Equal("sign_in.refused", (await desk.SignInAsync(AccountKind.Technician, mixed.Attempt, key.Sign(mixed.Options), lucie, Here, CancellationToken.None)).Denial?.Code);
    }

    private static SoftKey NewKey(AccountKind kind) => kind == AccountKind.Staff ? new SoftKey("https://staff.test", "staff.test") : new SoftKey("https://portal.test", "portal.test");

    private static async Task<SoftKey> AddedAsync(TestHospital hospital, Guid person, AccountKind kind)
    {
        SoftKey? made = null;
        Assert.Null((await AddAsync(hospital, person, kind, key => made = key)).Denial);
        return made!;
    }

    private static async Task<Outcome<Passkey>> AddAsync(TestHospital hospital, Guid person, AccountKind kind, Action<SoftKey> shape)
    {
        var desk = hospital.Get<PasskeyDesk>();
        var token = await hospital.SignInAsync(person);
        var key = NewKey(kind);
        shape(key);
        var asked = (await desk.AskToAddAsync(kind, token)).Value!;
        return await desk.AddAsync(kind, token, asked.Attempt, key.Create(asked.Options), "clé", CancellationToken.None);
    }
}
