using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.Access.Refusals;
using Bastion.Gateway.Portal.Terminal;
using Bastion.Gateway.RdpBroker;
using Bastion.Gateway.Sessions;
using Bastion.Gateway.SshBroker.Terminals;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.RdCleanPath;
using Bastion.Rdp.Wire;

namespace Bastion.Gateway.Portal.Desktop;

/// <summary>From a browser that was let in to the front of every desktop session: the gate first, then RDCleanPath, then RDP.</summary>
internal sealed class DesktopDoor(AccessGate gate, RdpFront front, TimeZoneInfo zone, TimeProvider time)
{
    private const int Forbidden = 403;
    private const string Address = "bastion";
    private static readonly TimeSpan RequestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CertificateLife = TimeSpan.FromDays(3650);

    // What the browser's RDP client wants to see in the place of the device's. TLS is the browser's own, so it proves nothing and needs no care.
    private readonly Lazy<ReadOnlyMemory<byte>> certificate = new(() => NewCertificate(time));

    public async Task RunAsync(DesktopSocket socket, TerminalSpeech speech, string token, string intervention, Source source, uint layout, CancellationToken stop)
    {
        var culture = CultureInfo.CurrentUICulture;
        var opening = await gate.OpenAsync(new AccessRequest(token, "", intervention, "rdp", source), stop);
        if (!opening.IsGranted)
        {
            socket.Say(speech.Refused(new TerminalOpening(null, opening.Refusal, RefusalTexts.Sentence(opening.Refusal, culture, zone))));
            return;
        }

        var grant = opening.Grant;
        socket.Left = () => grant.Session.End(SessionEndReason.TechnicianClosed);
        if (await AskAsync(socket, stop) is not { } asked)
        {
            grant.Session.End(SessionEndReason.TechnicianLost);
            await grant.FinishAsync();
            return;
        }

        socket.Say(speech.Open(grant.Session.Remaining));
        await front.RunAsync(
            socket,
            new RdpEntry
            {
                Source = source,
                Asked = asked,
                Grant = grant,
                OnePduPerWrite = true,
                KeyboardLayout = layout,
                Watcher = new DesktopWatcher(socket, speech),
            },
            stop);
    }

    /// <summary>What the browser's X.224 request asked for; null when it did not come or cannot be served.</summary>
    private async Task<SecurityProtocols?> AskAsync(DesktopSocket socket, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(RequestWait);
        try
        {
            if (await socket.ReadRequestAsync(patience.Token) is not { } request || !Offers(request, out var asked))
            {
                await socket.WriteAsync(RdCleanPathAnswer.Refuse(Forbidden), patience.Token);
                return null;
            }

            await socket.WriteAsync(RdCleanPathAnswer.Confirm(new ConnectionConfirm(SecurityProtocols.Tls).ToFrame(), [certificate.Value], Address), patience.Token);
            return asked;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static bool Offers(RdCleanPathRequest request, out SecurityProtocols asked)
    {
        asked = SecurityProtocols.None;
        try
        {
            asked = ConnectionRequest.Read(request.X224).Protocols;
        }
        catch (RdpProtocolException)
        {
            return false;
        }

        return asked.HasFlag(SecurityProtocols.Tls);
    }

    private static ReadOnlyMemory<byte> NewCertificate(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        using var made = new CertificateRequest("CN=bastion", key, HashAlgorithmName.SHA256).CreateSelfSigned(now - TimeSpan.FromDays(1), now + CertificateLife);
        return made.RawData;
    }
}
