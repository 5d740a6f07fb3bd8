using Bastion.Admin.Identity.Passkeys;

namespace Bastion.Admin.Identity;

/// <summary>Sign-in of hospital staff, for the staff pages.</summary>
internal sealed class StaffSignIn(SignInDesk desk, PasskeyDesk passkeys, AdminOptions options)
{
    /// <summary>Password leg. Always answers an attempt (opaque, 5 minutes), also for an unknown login.</summary>
    public Task<string> BeginAsync(string login, string password, SignInSource source, CancellationToken cancellation) =>
        desk.BeginAsync(AccountKind.Staff, login, password, source, cancellation);

    /// <summary>Code leg; the only place where a verdict is given. Denials: sign_in.refused (fact wait = seconds), sign_in.over, sign_in.busy.</summary>
    public async Task<Outcome<StaffSignedIn>> FinishAsync(string attempt, string code, SignInSource source, CancellationToken cancellation)
    {
        var outcome = await desk.FinishAsync(AccountKind.Staff, attempt, code, source, cancellation);
        return outcome.Done ? Signed(outcome.Value) : outcome.Denial;
    }

    /// <summary>A passkey is both factors. Denials: sign_in.refused, sign_in.over.</summary>
    public async Task<Outcome<StaffSignedIn>> FinishWithPasskeyAsync(string attempt, string credential, SignInSource source, CancellationToken cancellation)
    {
        var outcome = await passkeys.SignInAsync(AccountKind.Staff, attempt, credential, null, source, cancellation);
        return outcome.Done ? Signed(outcome.Value) : outcome.Denial;
    }

    /// <summary>Who holds this token now; counts as activity for the idle limit. Null: sign in again.</summary>
    public async Task<StaffContext?> ReadAsync(string token, CancellationToken cancellation) =>
        await desk.ReadAsync(AccountKind.Staff, token, cancellation) is { } live ? Context(live) : null;

    /// <summary>A fresh second factor. The old token is dead, the new one takes its place.</summary>
    public async Task<Outcome<StaffSignedIn>> StepUpAsync(string token, string code, SignInSource source, CancellationToken cancellation)
    {
        var outcome = await desk.StepUpAsync(AccountKind.Staff, token, code, source, cancellation);
        return outcome.Done ? Signed(outcome.Value) : outcome.Denial;
    }

    public Task SignOutAsync(string token, CancellationToken cancellation) => desk.SignOutAsync(AccountKind.Staff, token, cancellation);

    public Task SetLanguageAsync(string token, string language, CancellationToken cancellation) =>
        desk.SetLanguageAsync(AccountKind.Staff, token, language, cancellation);

    public Task<bool> AcceptNoticeAsync(string token, int version, SignInSource source, CancellationToken cancellation) =>
        desk.AcceptNoticeAsync(AccountKind.Staff, token, version, source, cancellation);

    private StaffSignedIn Signed(NewSignIn signIn) => new(signIn.Token, Context(signIn.Live));

    private StaffContext Context(LiveSignIn live)
    {
        var staff = (StaffMember)live.Account;
        return new(staff.Id, staff.Login, staff.Name, staff.Role, staff.Disciplines, staff.Language, live.SignIn.FactorAt, live.SignIn.ExpiresAt, live.NoticeDue, live.SignIn.Source)
        {
            DecidesFrom = staff.DecidesFrom,
            Method = live.SignIn.Method,
            Weak = options.DemandBoundPasskeys && live.SignIn.Method != SignInMethod.BoundPasskey,
        };
    }
}
