using System.Globalization;
using Bastion.Gateway.Access;
using Bastion.Gateway.Access.Refusals;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Relay;
using Bastion.Ssh.Crypto;

namespace Bastion.Gateway.SshBroker;

/// <summary>The whole way from a signed-in person to a running relay, for every kind of technician's leg.</summary>
internal sealed class SessionStarter(AccessGate gate, DeviceDialer dialer, SessionJournal journal, Bastion.Admin.Contracts.Airlock.AirlockClient airlock, SessionMetrics metrics, TimeProvider time, TimeZoneInfo zone, ILogger<SessionRelay> log)
{
    /// <summary>The hospital's.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>A relay that is not running yet, or the sentence for the technician.</summary>
    public async Task<SessionStart> StartAsync(AccessRequest request, ITechnicianLeg technician, CultureInfo culture, CancellationToken cancellation)
    {
        using var own = SshPrivateKey.GenerateEd25519();
        var opening = await gate.OpenAsync(request with { PublicKey = own.PublicKey.Blob.ToArray() }, cancellation);
        if (!opening.IsGranted)
            return new SessionStart(null, opening.Refusal, RefusalTexts.Sentence(opening.Refusal, culture, zone));
        var grant = opening.Grant;
        var dialled = await dialer.DialAsync(grant.Permit, own);
        if (dialled.Transport is { } device)
            return new SessionStart(new SessionRelay(grant, technician, device, journal, airlock, metrics, time, log), null, "");
        grant.Session.End(dialled.Reason);
        var end = grant.Session.Current.End!;
        await grant.FinishAsync();
        return new SessionStart(
            null,
            new Bastion.Admin.Contracts.Refusal { Code = "end." + end.Reason },
            SessionTexts.End(end.Reason, end.Text, culture));
    }
}
