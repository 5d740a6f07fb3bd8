using Bastion.Hosting.Theme.Security;

namespace Bastion.Admin.Web.Routing;

/// <summary>The cookies of the staff door: the sign-in itself, and the five minutes between password and code.</summary>
internal sealed class StaffCookies
{
    public OpaqueCookie Session { get; } = new("bastion-staff");

    /// <summary>Between the question to an authenticator and its answer.</summary>
    public OpaqueCookie Passkey { get; } = new("bastion-staff-passkey");

    public OpaqueCookie Attempt { get; } = new("bastion-staff-attempt");
}
