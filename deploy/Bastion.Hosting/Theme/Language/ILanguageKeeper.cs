using Microsoft.AspNetCore.Http;

namespace Bastion.Hosting.Theme.Language;

/// <summary>Keeps a signed-in visitor's choice of language with the account. Optional: without one the cookie alone remembers it.</summary>
public interface ILanguageKeeper
{
    Task KeepAsync(HttpContext context, string language);
}
