using Bastion.Admin.Interventions.Notices;
using Bastion.Admin.Web.Routing;

namespace Bastion.Admin.Web.Notices;

internal static class NoticeRoutes
{
    public static async Task<IResult> Show(HttpContext context, NoticeBoard board) => context.Page<NoticesPage>(await board.ListAsync(context.Staff()));

    public static async Task<IResult> Read(HttpContext context, NoticeBoard board)
    {
        await board.ReadAllAsync(context.Staff());
        return context.SeeOther("/notices");
    }
}
