using System.Net;
using System.Security.Cryptography;
using Bastion.Gateway.Access;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>
/// Digest (RFC 7616). The device's challenge is kept and answered ahead of the next request; a body that cannot be sent twice is not sent before there is one.
/// </summary>
internal sealed class DigestLogin(HttpMessageHandler inner, DeviceCredential credential) : DelegatingHandler(inner)
{
    private volatile DigestChallenge? challenge;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var replayable = await SmallBodies.KeepAsync(request, cancellationToken);
        if (challenge is null && !replayable)
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, DeviceHandlers.Root) { Version = request.Version, VersionPolicy = request.VersionPolicy };
            ask.Headers.Host = request.Headers.Host;
            using var asked = await base.SendAsync(ask, cancellationToken);
            challenge = Read(asked);
        }
        var response = await SendSignedAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || Read(response) is not { } fresh)
            return response;
        // Answered and refused: unless the nonce was only too old, the account is wrong, and asking again would lock it.
        if (request.Headers.NonValidated.Contains("Authorization") && !fresh.Stale)
            return response;
        challenge = fresh;
        if (!replayable)
            return response;
        response.Dispose();
        return await SendSignedAsync(request, cancellationToken);
    }

    private Task<HttpResponseMessage> SendSignedAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Headers.Remove("Authorization");
        if (challenge is { } known)
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                known.Answer(request.Method.Method, request.RequestUri!.PathAndQuery, credential.Account, credential.Secret.Reveal(), RandomNumberGenerator.GetHexString(16, lowercase: true)));
        return base.SendAsync(request, cancellation);
    }

    private static DigestChallenge? Read(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var offers)
            ? offers.Select(DigestChallenge.Parse).FirstOrDefault(one => one is not null)
            : null;
}
