using Bastion.Admin.Identity;
using Bastion.Admin.Rights.TwoPersons;
using Bastion.Admin.Vault;
using Bastion.Admin.Web.Decisions;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Secrets;

/// <summary>Credentials without their secrets; checks, changes, break-glass, keys of the vault.</summary>
internal static class VaultRoutes
{
    public static Task<IResult> List(HttpContext context, VaultRegister vault, ProposalDesk proposals, TimeProvider time) => ShowAsync(context, vault, proposals, time);

    public static Task<IResult> Check(HttpContext context, Guid id, CredentialTasks tasks, VaultRegister vault, ProposalDesk proposals, StaffWords words, WallClock clock, TimeProvider time) =>
        AskAsync(context, id, rotate: false, tasks, vault, proposals, words, clock, time);

    public static Task<IResult> Rotate(HttpContext context, Guid id, CredentialTasks tasks, VaultRegister vault, ProposalDesk proposals, StaffWords words, WallClock clock, TimeProvider time) =>
        AskAsync(context, id, rotate: true, tasks, vault, proposals, words, clock, time);

    public static async Task<IResult> Save(HttpContext context, Guid id, VaultRegister vault, ProposalDesk proposals, StaffWords words, WallClock clock, TimeProvider time)
    {
        var form = await FormValues.ReadAsync(context);
        var refused = await vault.SaveAsync(context.Staff(), id, form.Ticked("afterUse"), form.Number("days") ?? 0, form.Ticked("exclusive"), form.Text("command"), context.RequestAborted);
        return refused is null ? context.SeeOther("/vault", "saved") : await ShowAsync(context, vault, proposals, time, words.Sentence(refused, clock));
    }

    public static async Task<IResult> AskReveal(HttpContext context, Guid id, CredentialReveal reveal, VaultRegister vault, ProposalDesk proposals, FactorDesk factors, StaffWords words, WallClock clock, TimeProvider time)
    {
        var form = await FormValues.ReadAsync(context);
        if (await factors.RefreshAsync(context, form.Text("code")) is { } wrong)
            return await ShowAsync(context, vault, proposals, time, words.Sentence(wrong, clock));
        var asked = await reveal.AskAsync(context.Staff(), id, form.Text("reason"), context.RequestAborted);
        return asked.Done ? context.SeeOther("/vault", "vault.done.asked") : await ShowAsync(context, vault, proposals, time, words.Sentence(asked.Denial, clock));
    }

    /// <summary>Answers the page with the secret, not a redirect: it is nowhere but on this answer.</summary>
    public static async Task<IResult> Reveal(HttpContext context, Guid id, CredentialReveal reveal, VaultRegister vault, ProposalDesk proposals, StaffWords words, WallClock clock, TimeProvider time)
    {
        var shown = await reveal.ShowAsync(context.Staff(), id, context.RequestAborted);
        return shown.Done
            ? await ShowAsync(context, vault, proposals, time, shown: shown.Value)
            : await ShowAsync(context, vault, proposals, time, words.Sentence(shown.Denial, clock));
    }

    public static async Task<IResult> RotateKeys(HttpContext context, KeyRotation rotation, VaultRegister vault, ProposalDesk proposals, StaffWords words, WallClock clock, TimeProvider time) =>
        await rotation.RotateDataKeyAsync(context.Staff(), context.RequestAborted) is { Done: false } refused
            ? await ShowAsync(context, vault, proposals, time, words.Sentence(refused.Denial!, clock))
            : context.SeeOther("/vault", "vault.done.rotated");

    public static async Task<IResult> WrapKeys(HttpContext context, KeyRotation rotation, VaultRegister vault, ProposalDesk proposals, StaffWords words, WallClock clock, TimeProvider time) =>
        await rotation.WrapAgainAsync(context.Staff(), context.RequestAborted) is { Done: false } refused
            ? await ShowAsync(context, vault, proposals, time, words.Sentence(refused.Denial!, clock))
            : context.SeeOther("/vault", "vault.done.wrapped");

    private static async Task<IResult> AskAsync(HttpContext context, Guid id, bool rotate, CredentialTasks tasks, VaultRegister vault, ProposalDesk proposals, StaffWords words, WallClock clock, TimeProvider time)
    {
        var asked = await tasks.AskAsync(context.Staff(), id, rotate, context.RequestAborted);
        return asked.Done ? context.SeeOther("/vault", "vault.done.sent") : await ShowAsync(context, vault, proposals, time, words.Sentence(asked.Denial, clock));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, VaultRegister vault, ProposalDesk proposals, TimeProvider time, string? said = null, (string Account, string Secret)? shown = null)
    {
        var me = context.Staff();
        var now = time.GetUtcNow();
        var reveals = (await proposals.ListAsync()).Where(one => one is { Act: "credential.reveal", State: ProposalState.Confirmed, UsedAt: null } && one.ProposedById == me.StaffId && now - one.SettledAt <= ProposalDesk.RevealLimit).ToList();
        return context.Page<VaultPage>(new VaultModel(await vault.ListAsync(me), reveals, said, shown), said is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
