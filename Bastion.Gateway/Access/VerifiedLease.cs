using System.Security.Cryptography;
using Bastion.Admin.Contracts;
using Google.Protobuf;

namespace Bastion.Gateway.Access;

/// <summary>
/// A lease whose signature was checked, for exactly the session and source that asked for it. There is no other way to hold one.
/// </summary>
internal sealed class VerifiedLease
{
    private VerifiedLease(SignedLease signed, Lease lease, TimeSpan receivedAt)
    {
        Signed = signed;
        Lease = lease;
        ReceivedAt = receivedAt;
        Sha256 = SHA256.HashData(signed.Lease.Span);
    }

    public SignedLease Signed { get; }

    public Lease Lease { get; }

    public byte[] Sha256 { get; }

    /// <summary>When it came, on the scale of the timer wheel.</summary>
    public TimeSpan ReceivedAt { get; }

    public TimeSpan Lifetime => TimeSpan.FromMilliseconds(Lease.LeaseMillis);

    /// <summary>Null when the signature, the session or what the lease carries is not right.</summary>
    public static VerifiedLease? Check(SignedLease signed, string sessionId, PlaneKeys keys, TimeSpan now)
    {
        if (!keys.SignedByAdmin(signed.Lease.Span, signed.Signature.Span))
            return null;
        Lease lease;
        try
        {
            lease = Lease.Parser.ParseFrom(signed.Lease);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
        return lease.SessionId == sessionId
            && lease is { LeaseMillis: > 0, RemainingMillis: > 0, Endpoint: not null, Device: not null, Technician: not null }
            ? new VerifiedLease(signed, lease, now)
            : null;
    }
}
