using Bastion.Gateway.Recording;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.Access;

/// <summary>Everything that opening gave: the proof to dial with and the recording that must come before every byte.</summary>
internal sealed class AccessGrant(SessionPermit permit, RecordingTap tap)
{
    public SessionPermit Permit { get; } = permit;

    public BrokeredSession Session => Permit.Session;

    public RecordingTap Tap { get; } = tap;

    /// <summary>Seals the recording with the session's end reason and lets the session go. Nothing of it may be open any more.</summary>
    public async Task FinishAsync()
    {
        Permit.Forget();
        var end = Session.Current.End ?? new SessionEnd(SessionEndReason.InternalError);
        await Tap.FinishAsync(end);
        Session.Finish();
    }
}
