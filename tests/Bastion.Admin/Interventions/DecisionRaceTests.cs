namespace Bastion.Admin.Tests.Interventions;

/// <summary>interventions.md 1.6, R1 to R3, on the real store.</summary>
public sealed class DecisionRaceTests
{
    [Fact]
    public async Task ApproveAndRefuse_SameInstant_StateIsTheFirstCommitAndTheOtherIsTold()
    {
        await using var hospital = await TestHospital.OpenAsync();
        await DecisionRaces.ApproveAndRefuse(hospital, 200);
    }

    [Fact]
    public async Task ApproveAndWithdraw_BothOrders_EndWithdrawn()
    {
        await using var hospital = await TestHospital.OpenAsync();
        await DecisionRaces.ApproveAndWithdraw(hospital, 200);
    }

    [Fact]
    public async Task TwoApprovers_SameInstant_OneSettlesAndTheOtherIsKeptWithoutEffect()
    {
        await using var hospital = await TestHospital.OpenAsync();
        await DecisionRaces.TwoApprovers(hospital, 50);
    }
}
