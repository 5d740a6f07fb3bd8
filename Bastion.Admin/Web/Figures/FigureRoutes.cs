using Bastion.Admin.Interventions.Figures;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Web.Figures;

internal static class FigureRoutes
{
    public static async Task<IResult> Show(HttpContext context, FiguresReader figures, int? days) => context.Page<FiguresPage>(await figures.ReadAsync(context.Staff(), days is 7 or 30 or 90 or 365 ? days.Value : 30));
}
