using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Decisions;

namespace Bastion.Admin.Tests.Interventions;

/// <summary>interventions.md 1.6, R1 to R3, on the real store.</summary>
public sealed class DecisionRaceTests
{
    private const int Runs = 200;

    [Fact]
    public async Task ApproveAndRefuse_SameInstant_StateIsTheFirstCommitAndTheOtherIsTold()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var desk = hospital.Get<InterventionDesk>();
        var (claire, odile) = (await hospital.StaffAsync(hospital.Claire), await hospital.StaffAsync(hospital.Odile));
        for (var run = 0; run < Runs; run++)
        {
            var id = await hospital.AskAsync(TimeSpan.FromHours(3));
            var command = await hospital.CommandAsync(id);
            var approving = Task.Run(() => desk.ApproveAsync(claire, command, CancellationToken.None));
            var refusing = Task.Run(() => desk.RefuseAsync(odile, id, "Pas aujourd’hui, merci", CancellationToken.None));
            var (approved, refused) = (await approving, await refusing);

            Assert.NotEqual(approved.Done, refused.Done);
            var one = await hospital.ReadAsync(id);
            Assert.Equal(approved.Done ? InterventionState.Approved : InterventionState.Refused, one.State);
            var loser = approved.Done ? refused.Denial : approved.Denial;
            Assert.Equal("intervention.settled", loser?.Code);
            Assert.Equal(one.State.ToString(), loser?.Facts["state"]);
            if (approved.Done)
                Assert.True((await desk.RevokeAsync(odile, id, "La suite du même essai", CancellationToken.None)).Done);
        }
    }

    [Fact]
    public async Task ApproveAndWithdraw_BothOrders_EndWithdrawn()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var claire = await hospital.StaffAsync(hospital.Claire);
        var token = await hospital.SignInAsync(hospital.Sami);
        for (var run = 0; run < Runs; run++)
        {
            var id = await hospital.AskAsync(TimeSpan.FromHours(3));
            var command = await hospital.CommandAsync(id);
            var approving = Task.Run(() => hospital.Get<InterventionDesk>().ApproveAsync(claire, command, CancellationToken.None));
            var withdrawing = Task.Run(() => hospital.Get<RequestDesk>().WithdrawAsync(token, id.ToString(), CancellationToken.None));
            var (approved, denial) = (await approving, await withdrawing);

            Assert.Null(denial);
            Assert.Equal(InterventionState.Withdrawn, (await hospital.ReadAsync(id)).State);
            if (!approved.Done)
                Assert.Equal("Withdrawn", approved.Denial.Facts["state"]);
        }
    }

    [Fact]
    public async Task TwoApprovers_SameInstant_OneSettlesAndTheOtherIsKeptWithoutEffect()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var desk = hospital.Get<InterventionDesk>();
        var (claire, odile) = (await hospital.StaffAsync(hospital.Claire), await hospital.StaffAsync(hospital.Odile));
        for (var run = 0; run < 50; run++)
        {
            var id = await hospital.AskAsync(TimeSpan.FromHours(3));
            var command = await hospital.CommandAsync(id);
            var outcomes = await Task.WhenAll(Task.Run(() => desk.ApproveAsync(claire, command, CancellationToken.None)), Task.Run(() => desk.ApproveAsync(odile, command, CancellationToken.None)));

            Assert.Single(outcomes, outcome => outcome.Done);
            var one = await hospital.ReadAsync(id);
            Assert.Single(one.Decisions, decision => decision is { Verdict: Verdict.Approved, WithoutEffect: false });
            var told = outcomes.Single(outcome => !outcome.Done).Denial!;
            Assert.Equal(one.Decisions.Single(decision => !decision.WithoutEffect).Approver!.Name, told.Facts["by"]);
            Assert.True((await desk.RevokeAsync(claire, id, "La suite du même essai", CancellationToken.None)).Done);
        }
    }
}
