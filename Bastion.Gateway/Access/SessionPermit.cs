using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.Access;

/// <summary>
/// Gateway's proof of one live session. Only a lease that Admin signed, a receipt that Recorder signed for it and the credential that Admin gave against
/// that receipt make one, so nothing but the access gate can; whatever dials a device takes one and may go nowhere but to its endpoint.
/// It is worth nothing from the instant its session ends.
/// </summary>
internal sealed class SessionPermit
{
    private DeviceCredential? credential;

    internal SessionPermit(BrokeredSession session, VerifiedLease lease, VerifiedReceipt receipt, DeviceCredential credential)
    {
        if (!ReferenceEquals(session.Lease, lease) || receipt.Receipt.LeaseId != lease.Lease.LeaseId)
            throw new ArgumentException("the proofs of a permit belong to different sessions", nameof(receipt));
        Session = session;
        Lease = lease;
        Receipt = receipt;
        this.credential = credential;
    }

    public BrokeredSession Session { get; }

    public VerifiedLease Lease { get; }

    public VerifiedReceipt Receipt { get; }

    public bool IsLive => !Session.Current.IsOver;

    /// <summary>The credential, once; the taker disposes it.</summary>
    /// <exception cref="InvalidOperationException">The session is over, or the credential was taken before.</exception>
    public DeviceCredential TakeCredential()
    {
        var taken = Interlocked.Exchange(ref credential, null);
        if (taken is null || !IsLive)
        {
            taken?.Dispose();
            throw new InvalidOperationException("this permit opens nothing any more");
        }
        return taken;
    }

    public void Forget() => Interlocked.Exchange(ref credential, null)?.Dispose();
}
