namespace Bastion.Admin.Web.Routing;

/// <summary>Who may ask for a route. Nothing said means nobody.</summary>
[Flags]
internal enum Roles
{
    Nobody = 0,
    Engineer = 1,
    Auditor = 2,
    Administrator = 4,
    Ward = 8,
    Staff = Engineer | Auditor | Administrator | Ward,

    /// <summary>Also without a sign-in: the doors themselves.</summary>
    Anyone = 16,
}
