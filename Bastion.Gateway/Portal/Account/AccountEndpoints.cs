using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Interventions;
using Bastion.Gateway.Portal.Shell;
using Bastion.Gateway.Portal.Wording;
using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Security;

namespace Bastion.Gateway.Portal.Account;

using InterventionsClient = Admin.Contracts.Interventions.InterventionsClient;

/// <summary>SSH keys and their arming, where this person is signed in, language.</summary>
internal static class AccountEndpoints
{
    private const string Stale = "factor.stale";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Page("/account", PortalAct.ReadAccount, Show);
        routes.Post("/account/keys", PortalAct.ChangeKeys, AddKey);
        routes.Post("/account/keys/arm", PortalAct.ArmKey, ArmKey);
        routes.Post("/account/keys/{id}/remove", PortalAct.ChangeKeys, RemoveKey);
        routes.Post("/account/sign-ins/{id}/end", PortalAct.EndSignIn, EndSignIn);
    }

    private static async Task<IResult> Show(PortalVisit visit, AccountReader reader) => Answers.Page<AccountPage>(await reader.ReadAsync(visit));

    private static async Task<IResult> AddKey(HttpContext http, PortalVisit visit, Identity.IdentityClient identity, AccountReader reader, Sentences sentences, PortalWords words)
    {
        var form = await PortalForm.ReadAsync(http);
        var (name, line) = (form["name"], form["authorized_key"]);
        var errors = new FormErrors();
        if (name.Length == 0)
            errors.Add("name", words["keys.name.missing"]);
        if (line.Length == 0)
            errors.Add("authorized_key", words["keys.line.missing"]);
        if (!errors.Any)
        {
            var reply = await identity.AddKeyAsync(new AddKeyRequest { Token = visit.Token, Name = name, AuthorizedKey = line }, cancellationToken: visit.Patience);
            if (reply.Refusal is null)
                return new SeeOther("/account?done=key-added");
            errors.Add(reply.Refusal.Code.StartsWith("key.", StringComparison.Ordinal) ? "authorized_key" : "", sentences.Of(reply.Refusal));
            if (reply.Refusal.Code == Stale)
                return Answers.Page<AccountPage>(await reader.ReadAsync(visit) with { KeyName = name, KeyLine = line, Stale = true }, Answers.Refused);
        }

        return Answers.Page<AccountPage>(await reader.ReadAsync(visit) with { KeyName = name, KeyLine = line, Errors = errors }, Answers.Refused);
    }

    private static async Task<IResult> RemoveKey(string id, PortalVisit visit, Identity.IdentityClient identity, AccountReader reader)
    {
        var done = await identity.RemoveKeyAsync(new RemoveKeyRequest { Token = visit.Token, KeyId = id }, cancellationToken: visit.Patience);
        return await AnswerAsync(done.Refusal, "/account?done=key-removed", visit, reader);
    }

    private static async Task<IResult> ArmKey(HttpContext http, PortalVisit visit, Identity.IdentityClient identity, AccountReader reader)
    {
        var form = await PortalForm.ReadAsync(http);
        var back = form["back"].Length > 0 ? ReturnPath.Of(form["back"]) : "/account";
        var reply = await identity.ArmKeyAsync(new ArmKeyRequest { Token = visit.Token, KeyId = form["key"], InterventionId = form["intervention"], Source = visit.Source }, cancellationToken: visit.Patience);
        return await AnswerAsync(reply.Refusal, back + "?done=key-armed", visit, reader, back);
    }

    private static async Task<IResult> EndSignIn(string id, PortalVisit visit, Identity.IdentityClient identity, AccountReader reader)
    {
        var done = await identity.EndSignInAsync(new EndSignInRequest { Token = visit.Token, Id = id }, cancellationToken: visit.Patience);
        return await AnswerAsync(done.Refusal, "/account?done=sign-in-ended", visit, reader);
    }

    private static async Task<IResult> AnswerAsync(Refusal? refusal, string done, PortalVisit visit, AccountReader reader, string back = "/account") => refusal?.Code switch
    {
        null => new SeeOther(done),
        Stale => new SeeOther("/confirm?back=" + Uri.EscapeDataString(back)),
        _ => Answers.Page<AccountPage>(await reader.ReadAsync(visit) with { Refusal = refusal }, StatusCodes.Status409Conflict),
    };
}
