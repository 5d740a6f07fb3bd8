using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;
using Bastion.Gateway.HttpsBroker.Device;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.HttpsBroker;

/// <summary>The way from a signed-in person to a host name with a device behind it: the same gates as any session, then one look at the device.</summary>
internal sealed partial class WebSessionStarter(AccessGate gate, WebSessions sessions, GatewayOptions options, SessionMetrics metrics, TimeProvider time, ILogger<WebSession> log)
{
    public bool IsOn => options.Web.IsOn;

    /// <summary>The session, running and not yet entered; or the refusal.</summary>
    public async Task<(WebSession? Session, Refusal? Refusal)> StartAsync(string token, string intervention, Source source, CancellationToken cancellation)
    {
        if (sessions.Of(token, intervention) is { } running)
            return (running, null);
        var opening = await gate.OpenAsync(new AccessRequest(token, "", intervention, "https", source), cancellation);
        if (!opening.IsGranted)
            return (null, opening.Refusal);
        var grant = opening.Grant;
        var credential = grant.Permit.TakeCredential();
        DeviceConnector connector;
        try
        {
            connector = new DeviceConnector(grant.Permit, ClientCertificate(credential), time);
        }
        catch (CryptographicException e)
        {
            credential.Dispose();
            return await FailAsync(grant, SessionEndReason.DeviceRefused, e.Message);
        }
        if (await ProbeAsync(connector, cancellation) is var (reason, what))
        {
            connector.Dispose();
            credential.Dispose();
            return await FailAsync(grant, reason, what);
        }
        var session = new WebSession(grant, WebAddress.Random(options.Web.Domain), WebSession.OwnerOf(token), connector, credential, options.Web.BodyCapBytes, metrics, time, log);
        sessions.Add(session);
        return (session, null);
    }

    /// <summary>Null: the device answers and is the one that was confirmed.</summary>
    private static async Task<(SessionEndReason Reason, string What)?> ProbeAsync(DeviceConnector connector, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await connector.ConnectAsync(cancellation);
            return null;
        }
        catch (AuthenticationException e)
        {
            return (connector.PinChanged ? SessionEndReason.DevicePinChanged : SessionEndReason.DeviceProtocolError, e.Message);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return (SessionEndReason.DeviceUnreachable, e.Message);
        }
    }

    private async Task<(WebSession? Session, Refusal? Refusal)> FailAsync(AccessGrant grant, SessionEndReason reason, string what)
    {
        NotReached(grant.Session.Id, grant.Session.Terms.Device.Name, reason, what);
        grant.Session.End(reason);
        var end = grant.Session.Current.End!;
        await grant.FinishAsync();
        return (null, new Refusal { Code = "end." + end.Reason });
    }

    private static X509Certificate2? ClientCertificate(DeviceCredential credential)
    {
        if (credential.Kind != DeviceCredentialKind.ClientCertificate)
            return null;
        var pem = credential.Secret.Reveal();
        return X509Certificate2.CreateFromPem(pem, pem);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId} did not reach {Device}: {Reason}, {Detail}")]
    private partial void NotReached(string sessionId, string device, SessionEndReason reason, string detail);
}
