namespace Bastion.Admin.Web;

/// <summary>The pages of the hospital's staff.</summary>
internal static class StaffPages
{
    public static void AddServices(IServiceCollection services) => ArgumentNullException.ThrowIfNull(services);

    public static void Map(WebApplication app) => ArgumentNullException.ThrowIfNull(app);
}
