using System.Security.Cryptography;
using Bastion.Admin.Contracts;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Bastion.Recorder.Tests;

/// <summary>Signs leases as Admin does.</summary>
internal sealed class LeaseMaker(TimeProvider time) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    public Lease Lease(long ceiling = 64 << 20) => new()
    {
        LeaseId = Guid.NewGuid().ToString(),
        SessionId = Guid.NewGuid().ToString(),
        InterventionId = Guid.NewGuid().ToString(),
        InterventionNumber = "INT-2026-00043",
        Technician = new LeaseTechnician { Id = Guid.NewGuid().ToString(), Login = "sami", Name = "Sami Belkacem", VendorName = "Almadine Services", Language = "fr" },
        Device = new LeaseDevice { Id = Guid.NewGuid().ToString(), Name = "ANA-01", Label = "Biochemistry analyser" },
        IssuedAt = Now(),
        NotBefore = Now(),
        NotAfter = Timestamp.FromDateTimeOffset(time.GetUtcNow().AddHours(2)),
        LeaseMillis = 60_000,
        RemainingMillis = 7_200_000,
        CeilingBytes = ceiling,
        Reason = "Calibration drifts",
    };

    public SignedLease Sign(Lease lease)
    {
        var bytes = lease.ToByteArray();
        return new SignedLease
        {
            Lease = ByteString.CopyFrom(bytes),
            Signature = ByteString.CopyFrom(_key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)),
            KeyId = "test",
        };
    }

    public void Dispose() => _key.Dispose();

    private Timestamp Now() => Timestamp.FromDateTimeOffset(time.GetUtcNow());
}
