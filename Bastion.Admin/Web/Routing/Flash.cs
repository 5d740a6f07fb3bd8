using Bastion.Hosting.Theme.Security;

namespace Bastion.Admin.Web.Routing;

/// <summary>The result of one's own act, said once on the next page. The cookie holds the key of a sentence, never the sentence.</summary>
internal static class Flash
{
    private static readonly OpaqueCookie Cookie = new("bastion-staff-said");

    public static void Say(HttpContext context, string key) => Cookie.Write(context, key, TimeSpan.FromMinutes(1));

    public static string? Take(HttpContext context, StaffWords words)
    {
        if (Cookie.Read(context) is not { } key || context.Request.Headers.ContainsKey("X-Live"))
            return null;
        if (!context.Response.HasStarted)
            Cookie.Clear(context);
        return words.Find(key);
    }
}
