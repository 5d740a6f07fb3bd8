using Bastion.Admin.Vendors;

namespace Bastion.Admin.Interventions;

internal sealed class NamedTechnician
{
    public Guid InterventionId { get; set; }

    public Guid TechnicianId { get; set; }

    public Technician? Technician { get; set; }
}
