using System.Net;
using Bastion.Gateway.Access;
using Bastion.Gateway.HttpsBroker.Pages;
using Bastion.Gateway.HttpsBroker.Recording;
using Bastion.Gateway.Sessions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>Takes one request that may be made to the device and brings back what it answers, or the page that stands for it.</summary>
internal sealed partial class WebForwarding(IHttpForwarder forwarder, GatewayOptions options, SessionJournal journal, ILogger<WebForwarding> log)
{
    /// <summary>Without a byte in either direction. The session's own limits are shorter for everything else.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    /// <summary>Sockets and event streams may be silent as long as the longest window.</summary>
    private static readonly TimeSpan StreamSilence = TimeSpan.FromHours(12);

    private static readonly ForwarderRequestConfig Usual = Config(Silence);
    private static readonly ForwarderRequestConfig Streaming = Config(StreamSilence);

    public async Task ForwardAsync(HttpContext http, WebSession session, string target, string origin, bool isSocket)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, session.Session.Ending);
        if (session.Begin(isSocket, over.Token) is not { } exchange)
        {
            await InsteadAsync(http, session, new WebRefusal(StatusCodes.Status503ServiceUnavailable, "busy"));
            return;
        }
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = WebRequestRules.MayUpload(session.Session.Terms.Controls) ? null : WebRequestRules.MaxPlainBody;
        // A held upload is silent because we hold it.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        var transformer = new WebTransformer(session, exchange, target, origin);
        try
        {
            var streams = isSocket || http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
            var error = await forwarder.SendAsync(http, Device.DeviceHandlers.Root.OriginalString, session.Invoker, streams ? Streaming : Usual, transformer, over.Token);
            if (error != ForwarderError.None || transformer.Instead is not null)
                await AnswerAsync(http, session, transformer, error);
        }
        finally
        {
            session.Done(exchange);
        }
    }

    private async Task AnswerAsync(HttpContext http, WebSession session, WebTransformer transformer, ForwarderError error)
    {
        var feature = http.GetForwarderErrorFeature();
        if (session.PinChanged)
            session.Session.End(SessionEndReason.DevicePinChanged);
        if (http.RequestAborted.IsCancellationRequested)
            return;
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        if (transformer.Instead is { } instead)
        {
            if (instead.Control is { } control)
                session.Refuse(journal, control, transformer.ForeignTarget.Length > 0 ? Redaction.Target(transformer.ForeignTarget) : http.Request.Path);
            await InsteadAsync(http, session, instead, transformer.ForeignTarget);
            return;
        }
        if (session.Session.Current.IsOver)
        {
            await InsteadAsync(http, session, null);
            return;
        }
        if (feature?.Exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } || feature?.Exception?.InnerException is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            session.Refuse(journal, "webUp", http.Request.Path);
            await InsteadAsync(http, session, WebRefusal.Upload with { Status = StatusCodes.Status413PayloadTooLarge });
            return;
        }
        Failed(session.Session.Id, error, feature?.Exception?.GetBaseException().Message ?? "");
        await InsteadAsync(http, session, new WebRefusal(StatusCodes.Status502BadGateway, error == ForwarderError.RequestTimedOut ? "silent" : "unreachable"));
    }

    /// <param name="refusal">Null: the session is over.</param>
    private Task InsteadAsync(HttpContext http, WebSession session, WebRefusal? refusal, string detail = "")
    {
        http.Response.Clear();
        var page = refusal is null || session.Session.Current.IsOver
            ? WebPage.Ended(session.Session.Current.End!, session.Session.Terms, session.Session.Culture, options)
            : WebPage.Refused(session, refusal, detail);
        return page.WriteAsync(http);
    }

    private static ForwarderRequestConfig Config(TimeSpan silence) => new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = silence,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Session {SessionId}: the device's page failed with {Error}, {What}")]
    private partial void Failed(string sessionId, ForwarderError error, string what);
}
