using Bastion.Admin.Contracts;
using Bastion.Recorder.Sealing;
using Google.Protobuf;

namespace Bastion.Recorder.Ingest;

/// <summary>Whether a lease opens a recording: signed by Admin, whole, and of this minute.</summary>
internal sealed class LeaseCheck(IReadOnlyList<VerifyingKey> adminKeys, long maxCeilingBytes)
{
    /// <summary>How far the clocks of Admin and Recorder may differ.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(10);

    /// <summary>A recording without room for its own opening and a few batches is of no use.</summary>
    public const long MinCeilingBytes = 1 << 20;

    private const int MaxLeaseBytes = 64 << 10;

    /// <summary>The lease that Admin signed, or why it is none.</summary>
    public string? Read(SignedLease signed, out Lease lease)
    {
        lease = new Lease();
        if (signed.Lease.Length is 0 or > MaxLeaseBytes)
            return "it has no usable length";
        if (!adminKeys.Any(key => key.Verify(signed.Lease.Span, signed.Signature.Span)))
            return "it is not signed by Admin";
        try
        {
            lease = Lease.Parser.ParseFrom(signed.Lease);
        }
        catch (InvalidProtocolBufferException)
        {
            return "it cannot be read";
        }
        return Shape(lease);
    }

    /// <summary>Why this lease is not in force now; null when it is.</summary>
    public static string? Freshness(Lease lease, DateTimeOffset now)
    {
        var issued = lease.IssuedAt.ToDateTimeOffset();
        if (now < issued - ClockTolerance)
            return "it was issued later than now";
        if (now > issued + TimeSpan.FromMilliseconds(lease.LeaseMillis) + ClockTolerance)
            return "it has expired";
        if (now < lease.NotBefore.ToDateTimeOffset() - ClockTolerance)
            return "its window has not begun";
        return now < lease.NotAfter.ToDateTimeOffset() + TimeSpan.FromMilliseconds(lease.DrainMillis) + ClockTolerance ? null : "its window is over";
    }

    private string? Shape(Lease lease)
    {
        foreach (var (name, id) in ((string, string)[])[("lease_id", lease.LeaseId), ("session_id", lease.SessionId), ("intervention_id", lease.InterventionId)])
        {
            if (!Guid.TryParseExact(id, "D", out _))
                return $"its {name} is no UUID";
        }
        if (lease.IssuedAt is null || lease.NotBefore is null || lease.NotAfter is null || lease.Technician is null || lease.Device is null)
            return "a part of it is missing";
        if (lease.LeaseMillis is <= 0 or > 3_600_000 || lease.DrainMillis is < 0 or > 86_400_000)
            return "its times cannot be";
        return lease.CeilingBytes < MinCeilingBytes || lease.CeilingBytes > maxCeilingBytes
            ? $"its ceiling of {lease.CeilingBytes} bytes is not between {MinCeilingBytes} and {maxCeilingBytes}"
            : null;
    }
}
