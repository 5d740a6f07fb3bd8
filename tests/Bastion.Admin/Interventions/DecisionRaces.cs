using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Decisions;

namespace Bastion.Admin.Tests.Interventions;

/// <summary>interventions.md 1.6, R1 to R3: two people at the same instant, again and again, on whatever database the hospital has.</summary>
internal static class DecisionRaces
{
    public static async Task ApproveAndRefuse(TestHospital hospital, int runs)
    {
        var desk = hospital.Get<InterventionDesk>();
        var (claire, odile) = (await hospital.StaffAsync(hospital.Claire), await hospital.StaffAsync(hospital.Odile));
        for (var run = 0; run < runs; run++)
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

    public static async Task ApproveAndWithdraw(TestHospital hospital, int runs)
    {
        var claire = await hospital.StaffAsync(hospital.Claire);
        var token = await hospital.SignInAsync(hospital.Sami);
        for (var run = 0; run < runs; run++)
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

    public static async Task TwoApprovers(TestHospital hospital, int runs)
    {
        var desk = hospital.Get<InterventionDesk>();
        var (claire, odile) = (await hospital.StaffAsync(hospital.Claire), await hospital.StaffAsync(hospital.Odile));
        for (var run = 0; run < runs; run++)
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
