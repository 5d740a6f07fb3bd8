using Bastion.Admin.Devices;

namespace Bastion.Admin.Interventions;

internal sealed class RequestedEndpoint
{
    public Guid InterventionId { get; set; }

    public Guid EndpointId { get; set; }

    public Endpoint? Endpoint { get; set; }
}
