using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Files;

/// <summary>At each start: contents without a row go, and those that nobody decided on long after their intervention.</summary>
internal sealed class QuarantineSweep(AdminStore store, QuarantineStore contents, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!contents.Exists)
            return;
        var before = time.GetUtcNow() - HeldLimits.Undecided;
        var known = await store.WriteAsync(async db =>
        {
            var kept = await db.HeldFiles.Include(one => one.Intervention).Where(one => one.State != HeldState.Delivered && one.State != HeldState.Refused && one.State != HeldState.Infected && one.State != HeldState.Unscanned).ToListAsync();
            foreach (var file in kept.Where(one => one.Intervention!.NotAfter < before))
                file.Key = [];
            return kept.Where(one => one.Key.Length > 0).Select(one => one.Id).ToHashSet();
        }, cancellationToken);
        contents.DeleteAllBut(known);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
