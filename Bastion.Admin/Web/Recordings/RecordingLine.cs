using Bastion.Admin.Contracts;
using Bastion.Recorder.Contracts;

namespace Bastion.Admin.Web.Recordings;

/// <summary>One recording with the lease it was made under: who, which device, why, until when.</summary>
internal sealed record RecordingLine(RecordingSummary Summary, Lease Lease)
{
    public DateTimeOffset Opened => Summary.OpenedAt.ToDateTimeOffset();

    public TimeSpan Length => TimeSpan.FromMicroseconds(Summary.DurationMicros);

    public bool IsSealed => Summary.State == "Sealed";

    /// <summary>Files went to the device in it.</summary>
    public bool FilesIn { get; init; }

    /// <summary>Files came from the device in it.</summary>
    public bool FilesOut { get; init; }

    /// <summary>Its keys were destroyed, and who and what it was with them.</summary>
    public bool IsErased => Lease.LeaseId.Length == 0;

    public static RecordingLine Of(RecordingSummary summary)
    {
        var lease = Lease.Parser.ParseFrom(summary.Lease);
        lease.Device ??= new LeaseDevice { Name = "–", Label = "–" };
        lease.Technician ??= new LeaseTechnician { Name = "–", VendorName = "–" };
        lease.Endpoint ??= new LeaseEndpoint();
        return new RecordingLine(summary, lease);
    }

    public bool Matches(string text) => text.Length == 0
        || new[] { Lease.Device?.Name, Lease.Device?.Label, Lease.Device?.Place, Lease.Technician?.Name, Lease.Technician?.VendorName, Lease.Reason, Lease.InterventionNumber }
            .Any(part => part?.Contains(text, StringComparison.CurrentCultureIgnoreCase) == true);
}
