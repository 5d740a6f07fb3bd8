using Bastion.Admin.Identity;

namespace Bastion.Admin.Interventions.Leases;

/// <param name="SessionId">Chosen by Gateway.</param>
/// <param name="Device">Name in any case, or id; may be empty when the intervention is given.</param>
/// <param name="Intervention">Id or number; may be empty: the one of this person on this device that is open now.</param>
internal sealed record OpenRequest(string Token, Guid SessionId, string Device, string Intervention, string Protocol, SignInSource Source);
