using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Shell;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.Notices;

/// <summary>The recording notice: read, accepted once per version, before anything else.</summary>
internal static class NoticeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/notice", PortalAct.ReadNotice, Read);
        routes.Post("/notice", PortalAct.AcceptNotice, Accept);
    }

    private static async Task<IResult> Read(PortalVisit visit, Identity.IdentityClient identity, string? back) =>
        Answers.Page<NoticePage>(new NoticeModel(await identity.ReadNoticeAsync(visit.Key, cancellationToken: visit.Patience), ReturnPath.Of(back), visit.Who.NoticeDue > 0));

    private static async Task<IResult> Accept(HttpContext http, PortalVisit visit, Identity.IdentityClient identity)
    {
        var form = await PortalForm.ReadAsync(http);
        var back = ReturnPath.Of(form["back"]);
        var read = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        var notice = await identity.ReadNoticeAsync(visit.Key, cancellationToken: visit.Patience);
        // Only the text that was on the screen can be accepted.
        if (read != notice.Version || form["read"].Length == 0)
            return Answers.Page<NoticePage>(new NoticeModel(notice, back, Due: true, Untick: true), Answers.Refused);
        var done = await identity.AcceptNoticeAsync(new AcceptNoticeRequest { Token = visit.Token, Version = version, Source = visit.Source }, cancellationToken: visit.Patience);
        return done.Refusal is null
            ? new SeeOther(back)
            : Answers.Page<NoticePage>(new NoticeModel(notice, back, Due: true, Refusal: done.Refusal), Answers.Refused);
    }
}
