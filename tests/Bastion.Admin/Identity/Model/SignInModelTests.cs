namespace Bastion.Admin.Tests.Identity.Model;

/// <summary>
/// Several people at several browsers take the steps of every way to sign in in random order, right and wrong, with each other's values.
/// Whoever is granted an identity has shown all its factors in that very attempt. BASTION_SIGN_IN_STEPS makes it longer; the seed is in the failure.
/// </summary>
public sealed class SignInModelTests
{
    private const string Password = "une phrase assez longue";
    private const int ShortRun = 400;

    [Fact]
    [Trait("ASVS", "6.3.3")]
    [Trait("ASVS", "6.3.4")]
    public async Task SignIn_AnyInterleaving_GrantsOnlyWhoProvedEverything()
    {
        var steps = int.TryParse(Environment.GetEnvironmentVariable("BASTION_SIGN_IN_STEPS"), out var wanted) ? wanted : ShortRun;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("BASTION_SIGN_IN_SEED"), out var given) ? given : Random.Shared.Next();
        await using var world = await SignInWorld.OpenAsync(seed, Password);
        for (var step = 0; step < steps; step++)
        {
            var said = await world.StepAsync();
            Assert.True(said is null, $"seed {seed}, step {step}: {said}");
        }

        Assert.True(world.Granted > steps / 50, $"seed {seed}: only {world.Granted} of {steps} were granted");
    }
}
