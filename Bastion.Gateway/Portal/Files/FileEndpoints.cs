using Bastion.Admin.Contracts;
using Bastion.Gateway.Portal.Gate;
using Bastion.Gateway.Portal.Shell;

namespace Bastion.Gateway.Portal.Files;

/// <summary>What a technician has sent while uploads are held, and what came of it.</summary>
internal static class FileEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.Page("/files", PortalAct.ReadFiles, Show);

    private static async Task<IResult> Show(PortalVisit visit, Airlock.AirlockClient airlock) =>
        Answers.Page<FilesPage>(await airlock.ListMineAsync(visit.Key, cancellationToken: visit.Patience));
}
