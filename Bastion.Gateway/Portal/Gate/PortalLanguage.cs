using Bastion.Admin.Contracts;
using Bastion.Hosting.Theme.Language;
using Grpc.Core;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>The switch in the shell also changes the language of the account: the next ssh connection speaks it too.</summary>
internal sealed partial class PortalLanguage(Identity.IdentityClient identity, ILogger<PortalLanguage> log) : ILanguageKeeper
{
    public async Task KeepAsync(HttpContext context, string language)
    {
        if (SignInCookie.Token.Read(context) is not { } token)
            return;
        try
        {
            await identity.SetLanguageAsync(new SetLanguageRequest { Token = token, Language = language }, cancellationToken: context.RequestAborted);
        }
        catch (RpcException error)
        {
            LanguageNotKept(error.StatusCode);
        }
    }

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Admin did not keep a technician's language ({Status}); the cookie did")]
    private partial void LanguageNotKept(StatusCode status);
}
