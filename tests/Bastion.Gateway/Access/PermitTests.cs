using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.Tests.Peers;
using Google.Protobuf;

namespace Bastion.Gateway.Tests.Access;

public sealed class PermitTests : IDisposable
{
    private readonly StubAdmin admin = new(null, TimeProvider.System);
    private readonly StubRecorder recorder = new(TimeProvider.System);
    private readonly TimerWheel wheel = new(TimeProvider.System);
    private readonly PlaneKeys keys;

    public PermitTests() => keys = new PlaneKeys([admin.LeaseKeyPem], [recorder.ReceiptKeyPem]);

    public void Dispose()
    {
        keys.Dispose();
        wheel.Dispose();
        recorder.Dispose();
        admin.Dispose();
    }

    [Fact]
    public void Lease_ChangedByOneByte_IsNotBelieved()
    {
        var signed = admin.Sign(admin.NewLease("one"));
        Assert.NotNull(VerifiedLease.Check(signed, "one", keys, default));

        var bytes = signed.Lease.ToByteArray();
        bytes[^1] ^= 1;
        signed.Lease = ByteString.CopyFrom(bytes);

        Assert.Null(VerifiedLease.Check(signed, "one", keys, default));
    }

    [Fact]
    public void Lease_OfAnotherSession_IsNotBelieved() =>
        Assert.Null(VerifiedLease.Check(admin.Sign(admin.NewLease("one")), "two", keys, default));

    [Fact]
    public void Lease_SignedByRecordersKey_IsNotBelieved()
    {
        using var swapped = new PlaneKeys([recorder.ReceiptKeyPem], [admin.LeaseKeyPem]);

        Assert.Null(VerifiedLease.Check(admin.Sign(admin.NewLease("one")), "one", swapped, default));
    }

    [Fact]
    public void Receipt_OfAnotherLease_IsNotBelieved()
    {
        var one = VerifiedLease.Check(admin.Sign(admin.NewLease("one")), "one", keys, default)!;
        var two = VerifiedLease.Check(admin.Sign(admin.NewLease("two")), "two", keys, default)!;

        Assert.NotNull(VerifiedReceipt.Check(recorder.Receipt(one.Signed), one, keys));
        Assert.Null(VerifiedReceipt.Check(recorder.Receipt(two.Signed), one, keys));
    }

    [Fact]
    public void Credential_IsGivenOnceAndNotAfterTheEnd()
    {
        var (permit, session) = Permit();
        permit.TakeCredential().Dispose();
        Assert.Throws<InvalidOperationException>(() => permit.TakeCredential());

        var (ended, over) = Permit();
        over.End(SessionEndReason.StaffRevoked);
        Assert.Throws<InvalidOperationException>(() => ended.TakeCredential());
        session.End(SessionEndReason.StaffRevoked);
    }

    [Fact]
    public void Credential_NeverPrintsItself()
    {
        using var credential = DeviceCredential.From(new Credential { Account = "analyser", Password = "hunter2" })!;

        Assert.DoesNotContain("hunter2", credential.ToString() + credential.Secret, StringComparison.Ordinal);
    }

    private (SessionPermit Permit, BrokeredSession Session) Permit()
    {
        var id = Guid.NewGuid().ToString();
        var lease = VerifiedLease.Check(admin.Sign(admin.NewLease(id)), id, keys, wheel.Now)!;
        var session = new BrokeredSession(lease, "", wheel, TimeZoneInfo.Utc, []);
        var receipt = VerifiedReceipt.Check(recorder.Receipt(lease.Signed), lease, keys)!;
        var credential = DeviceCredential.From(new Credential { Account = "analyser", Password = "hunter2" })!;
        return (new SessionPermit(session, lease, receipt, credential), session);
    }
}
