namespace Bastion.Admin.Identity;

internal static class SignInLimits
{
    /// <summary>How old a second factor may be to open a session or to arm a key.</summary>
    public static readonly TimeSpan FactorForOpening = TimeSpan.FromMinutes(15);

    /// <summary>How old it may be to approve.</summary>
    public static readonly TimeSpan FactorForDecision = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Arming = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan Enrolment = TimeSpan.FromHours(72);

    /// <summary>Activity is written at most this often.</summary>
    public static readonly TimeSpan SeenGranularity = TimeSpan.FromMinutes(1);

    public static TimeSpan Idle(AccountKind kind) => kind == AccountKind.Staff ? TimeSpan.FromMinutes(30) : TimeSpan.FromMinutes(30);

    public static TimeSpan Absolute(AccountKind kind) => kind == AccountKind.Staff ? TimeSpan.FromHours(10) : TimeSpan.FromHours(12);
}
