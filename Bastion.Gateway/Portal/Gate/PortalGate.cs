using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Shell;
using Bastion.Hosting.Theme.Language;
using Bastion.Hosting.Theme.Security;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>
/// The one way to every page: who is signed in, in which language, the notice still to accept, and what is said when Admin does not answer.
/// A route without <see cref="PortalRoute"/> is not a page and passes untouched.
/// </summary>
internal sealed partial class PortalGate(RequestDelegate next, ILogger<PortalGate> log)
{
    /// <summary>How long a page waits for Admin before it says so.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const long LargestPost = 64 * 1024;
    private const int LongestClient = 200;

    public async Task InvokeAsync(HttpContext http, PortalVisit visit, Identity.IdentityClient identity)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<PortalRoute>() is not { } route)
        {
            await next(http);
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = LargestPost;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(Patience);
        visit.Begin(SourceOf(http), http.Request.Query["done"].ToString(), patience.Token);
        try
        {
            if (await AdmitAsync(http, route, visit, identity) is { } answer)
            {
                await answer.ExecuteAsync(http);
                return;
            }

            // Only the questions to Admin are bounded, not what a page does afterwards (a terminal lives for hours).
            if (http.WebSockets.IsWebSocketRequest)
                patience.CancelAfter(Timeout.InfiniteTimeSpan);
            await next(http);
        }
        catch (RpcException error) when (IsMissing(error, http) && !http.Response.HasStarted)
        {
            AdminMissing(route.Act, error.StatusCode);
            if (visit.IsSignedIn)
                Languages.Use(visit.Who.Language);
            await (route.ByScript ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : await Answers.UnreachableAsync(http)).ExecuteAsync(http);
        }
    }

    /// <summary>Null: come in. Otherwise what to answer instead.</summary>
    private static async Task<IResult?> AdmitAsync(HttpContext http, PortalRoute route, PortalVisit visit, Identity.IdentityClient identity)
    {
        var token = SignInCookie.Token.Read(http);
        if (token is not null)
        {
            var reply = await identity.ReadSignInAsync(new SignInToken { Token = token }, cancellationToken: visit.Patience);
            if (reply.OutcomeCase == SignInReply.OutcomeOneofCase.SignedIn)
            {
                visit.Enter(token, reply.SignedIn);
                http.Features.Set(new LanguageFeature(reply.SignedIn.Language));
            }
            else
            {
                SignInCookie.Token.Clear(http);
            }
        }

        if (route.Open)
            return null;
        if (!visit.IsSignedIn)
            return route.ByScript ? Results.StatusCode(StatusCodes.Status401Unauthorized) : await Answers.SignInFirstAsync(http, wasIn: token is not null);
        if (visit.Who.NoticeDue > 0 && route.Act is not (PortalAct.ReadNotice or PortalAct.AcceptNotice or PortalAct.SignOut))
            return route.ByScript ? Results.StatusCode(StatusCodes.Status403Forbidden) : new SeeOther("/notice?back=" + Uri.EscapeDataString(ReturnPath.Of(http.Request.Path)));
        return null;
    }

    private static bool IsMissing(RpcException error, HttpContext http) => error.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => true,
        StatusCode.Cancelled => !http.RequestAborted.IsCancellationRequested,
        _ => false,
    };

    private static Source SourceOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        var client = http.Request.Headers.UserAgent.ToString();
        return new Source
        {
            Address = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "",
            Listener = "portal",
            Client = client.Length > LongestClient ? client[..LongestClient] : client,
        };
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "Admin did not answer ({Status}) while the portal was asked for {Act}")]
    private partial void AdminMissing(PortalAct act, StatusCode status);
}
