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

    public static RecordingLine Of(RecordingSummary summary) => new(summary, Lease.Parser.ParseFrom(summary.Lease));

    public bool Matches(string text) => text.Length == 0
        || new[] { Lease.Device?.Name, Lease.Device?.Label, Lease.Device?.Place, Lease.Technician?.Name, Lease.Technician?.VendorName, Lease.Reason, Lease.InterventionNumber }
            .Any(part => part?.Contains(text, StringComparison.CurrentCultureIgnoreCase) == true);
}
