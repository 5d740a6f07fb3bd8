using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Shell;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>
/// The one way to every page: headers, language, who is signed in, the notice still to accept, and what is said when Admin does not answer.
/// Routes without <see cref="PortalRoute"/> (assets, health) pass untouched.
/// </summary>
internal sealed partial class PortalGate(RequestDelegate next, TimeProvider clock, ILogger<PortalGate> log)
{
    private const long LargestPost = 64 * 1024;
    private const int LongestClient = 200;

    public async Task InvokeAsync(HttpContext http, PortalVisit visit, Identity.IdentityClient identity)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<PortalRoute>() is not { } route)
        {
            await next(http);
            return;
        }

        SecurityHeaders.Set(http);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = LargestPost;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(AdminAnswer.Patience);
        visit.Begin(clock.GetUtcNow(), SourceOf(http), http.Request.Path + http.Request.QueryString, http.Request.Query["done"].ToString(), patience.Token);
        Speak(visit, http, account: null);
        try
        {
            if (await AdmitAsync(http, route, visit, identity))
            {
                await next(http);
            }
        }
        catch (RpcException error) when (AdminAnswer.IsMissing(error, http) && !http.Response.HasStarted)
        {
            AdminMissing(route.Act, error.StatusCode);
            await Pages.UnreachableAsync(http);
        }
    }

    /// <summary>False when the answer is already given (a redirect).</summary>
    private static async Task<bool> AdmitAsync(HttpContext http, PortalRoute route, PortalVisit visit, Identity.IdentityClient identity)
    {
        var token = SignInCookie.Read(http);
        if (token.Length > 0)
        {
            var reply = await identity.ReadSignInAsync(new SignInToken { Token = token }, cancellationToken: visit.Patience);
            if (reply.OutcomeCase == SignInReply.OutcomeOneofCase.SignedIn)
            {
                visit.Enter(token, reply.SignedIn);
                Speak(visit, http, reply.SignedIn.Language);
            }
            else
            {
                SignInCookie.Forget(http);
            }
        }

        if (route.Open)
        {
            return true;
        }

        if (!visit.IsSignedIn)
        {
            await Pages.SignInFirstAsync(http, over: token.Length > 0);
            return false;
        }

        if (visit.Who.NoticeDue > 0 && route.Act is not (PortalAct.ReadNotice or PortalAct.AcceptNotice or PortalAct.SignOut or PortalAct.ChooseLanguage))
        {
            http.Response.Redirect("/notice?back=" + Uri.EscapeDataString(ReturnPath.Of(http.Request.Path)));
            return false;
        }

        return true;
    }

    private static void Speak(PortalVisit visit, HttpContext http, string? account)
    {
        visit.Speak(LanguageChoice.Of(http, account));
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = visit.Culture;
    }

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
