using Bastion.Admin.Devices;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;

namespace Bastion.Admin.Interventions.Leases;

/// <summary>One brokered connection, as Admin knows it, with the lease that allows it.</summary>
internal sealed class Session : IVersioned
{
    /// <summary>Chosen by Gateway, unique for ever.</summary>
    public Guid Id { get; set; }

    public Guid InterventionId { get; set; }

    public Intervention? Intervention { get; set; }

    public Guid TechnicianId { get; set; }

    public Technician? Technician { get; set; }

    public Guid DeviceId { get; set; }

    public Guid EndpointId { get; set; }

    public Endpoint? Endpoint { get; set; }

    public required string Source { get; set; }

    public required string Listener { get; set; }

    public required string Client { get; set; }

    public SessionState State { get; set; } = SessionState.Pending;

    public FreezeCauses Freezes { get; set; }

    public Guid LeaseId { get; set; }

    /// <summary>The signed bytes: the same session asked again gets the same lease.</summary>
    public required byte[] Lease { get; set; }

    public required byte[] LeaseSignature { get; set; }

    public required string LeaseKeyId { get; set; }

    /// <summary>One per Gateway process; empty until it was heard of on a lease stream.</summary>
    public string GatewayId { get; set; } = "";

    public string RecordingId { get; set; } = "";

    public DateTimeOffset PermittedAt { get; set; }

    public DateTimeOffset? CredentialReleasedAt { get; set; }

    public DateTimeOffset? ActiveAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Frozen since then because nobody of the hospital watches.</summary>
    public DateTimeOffset? UnwatchedAt { get; set; }

    public SessionEndReason? EndReason { get; set; }

    public string EndText { get; set; } = "";

    /// <summary>An end that is due at an instant (identity freeze: 2 minutes).</summary>
    public DateTimeOffset? EndDueAt { get; set; }

    public SessionEndReason? EndDueReason { get; set; }

    public Guid Version { get; set; }

    public bool Live => State != SessionState.Ended;
}
