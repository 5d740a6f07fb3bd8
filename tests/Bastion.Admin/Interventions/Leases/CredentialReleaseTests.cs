using System.Security.Cryptography;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;
using Bastion.Recorder.Contracts;
using Google.Protobuf;

namespace Bastion.Admin.Tests.Interventions.Leases;

public sealed class CredentialReleaseTests
{
    [Fact]
    public async Task Release_RightReceipt_GivesTheSecretOnce()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = await SessionAsync(hospital);
        var receipt = Signed(hospital.RecorderKey, Receipt(session));
        var first = await hospital.Get<CredentialRelease>().ReleaseAsync(session.LeaseId, receipt, [], CancellationToken.None);
        Assert.Equal(("service", TestHospital.DevicePassword), (first.Value?.Account, first.Value?.Secret.Reveal()));
        Assert.DoesNotContain(TestHospital.DevicePassword, first.Value!.ToString(), StringComparison.Ordinal);
        Assert.Equal("credential.released", (await hospital.Get<CredentialRelease>().ReleaseAsync(session.LeaseId, receipt, [], CancellationToken.None)).Denial?.Code);
    }

    [Fact]
    public async Task Release_SameInstantTwentyTimes_OneWins()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = await SessionAsync(hospital);
        var receipt = Signed(hospital.RecorderKey, Receipt(session));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => hospital.Get<CredentialRelease>().ReleaseAsync(session.LeaseId, receipt, [], CancellationToken.None))));
        Assert.Single(outcomes, outcome => outcome.Done);
    }

    [Fact]
    public async Task Release_ReceiptThatProvesSomethingElse_IsBad()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var session = await SessionAsync(hospital);
        var other = await SessionAsync(hospital, await hospital.SignInAsync(hospital.Sami));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var flipped = Signed(hospital.RecorderKey, Receipt(session));
        flipped[^20] ^= 1;
        byte[][] bad =
        [
            [],
            RandomNumberGenerator.GetBytes(200),
            flipped,
            Signed(stranger, Receipt(session)),
            Signed(hospital.RecorderKey, Receipt(other)),
            Signed(hospital.RecorderKey, Changed(session, one => one.LeaseId = other.LeaseId.ToString())),
            Signed(hospital.RecorderKey, Changed(session, one => one.SessionId = other.Id.ToString())),
            Signed(hospital.RecorderKey, Changed(session, one => one.LeaseSha256 = ByteString.CopyFrom(SHA256.HashData(other.Lease)))),
            Signed(hospital.RecorderKey, Changed(session, one => one.RecordingId = "")),
        ];
        foreach (var receipt in bad)
            Assert.Equal("receipt.bad", (await hospital.Get<CredentialRelease>().ReleaseAsync(session.LeaseId, receipt, [], CancellationToken.None)).Denial?.Code);
        Assert.True((await hospital.Get<CredentialRelease>().ReleaseAsync(session.LeaseId, Signed(hospital.RecorderKey, Receipt(session)), [], CancellationToken.None)).Done);
    }

    [Fact]
    public async Task Release_RevokedOrFrozenOrLeaseOver_IsOver()
    {
        await using var hospital = await TestHospital.OpenAsync();
        var release = hospital.Get<CredentialRelease>();
        var session = await SessionAsync(hospital);
        var receipt = Signed(hospital.RecorderKey, Receipt(session));
        var (desk, claire) = (hospital.Get<InterventionDesk>(), await hospital.StaffAsync(hospital.Claire));
        Assert.True((await desk.FreezeAsync(claire, session.InterventionId, "", CancellationToken.None)).Done);
        Assert.Equal("lease.over", (await release.ReleaseAsync(session.LeaseId, receipt, [], CancellationToken.None)).Denial?.Code);
        Assert.False((await desk.ResumeAsync(claire, session.InterventionId, CancellationToken.None)).Value!.Pending);
        hospital.Time.Advance(SessionLimits.Lease);
        Assert.Equal("lease.over", (await release.ReleaseAsync(session.LeaseId, receipt, [], CancellationToken.None)).Denial?.Code);
        Assert.Equal("lease.over", (await release.ReleaseAsync(Guid.NewGuid(), receipt, [], CancellationToken.None)).Denial?.Code);
    }

    private static async Task<Session> SessionAsync(TestHospital hospital, string? token = null)
    {
        if (token is not null)
            return (await hospital.ConnectAsync(token: token)).Value!;
        return (await hospital.ConnectAsync(await hospital.ApprovedAsync())).Value!;
    }

    private static Receipt Receipt(Session session) => new()
    {
        RecordingId = Guid.NewGuid().ToString(),
        LeaseId = session.LeaseId.ToString(),
        SessionId = session.Id.ToString(),
        LeaseSha256 = ByteString.CopyFrom(SHA256.HashData(session.Lease)),
    };

    private static Receipt Changed(Session session, Action<Receipt> change)
    {
        var receipt = Receipt(session);
        change(receipt);
        return receipt;
    }

    private static byte[] Signed(ECDsa key, Receipt receipt)
    {
        var bytes = receipt.ToByteArray();
        return new SignedReceipt
        {
            Receipt = ByteString.CopyFrom(bytes),
            Signature = ByteString.CopyFrom(key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)),
            KeyId = "test",
        }.ToByteArray();
    }
}
