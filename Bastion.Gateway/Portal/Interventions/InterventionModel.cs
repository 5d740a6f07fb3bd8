using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.Interventions;

/// <summary>One intervention, the technician's keys, and why the act that was just asked was refused.</summary>
internal sealed record InterventionModel(InterventionView View, IReadOnlyList<SshKey> Keys)
{
    public Refusal? Refusal { get; init; }
}
