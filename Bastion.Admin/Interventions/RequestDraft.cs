using Bastion.Admin.Interventions.Windows;

namespace Bastion.Admin.Interventions;

internal sealed record RequestDraft(
    List<(string Field, Denial Denial)> Errors,
    InterventionKind Kind,
    Purpose Purpose,
    IReadOnlyList<Endpoint> Endpoints,
    SessionControls Controls,
    AccessWindow Window);
