using Bastion.Admin.Identity;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Notices;

/// <summary>What one person was told, newest first.</summary>
internal sealed class NoticeBoard(AdminStore store, TimeProvider time)
{
    private const int MaxShown = 100;

    public Task<List<Notification>> ListAsync(StaffContext who) => store.ReadAsync(db => db.Notifications.Where(one => one.AccountId == who.StaffId).OrderByDescending(one => one.At).Take(MaxShown).ToListAsync());

    public Task<int> UnreadAsync(Guid account) => store.ReadAsync(db => db.Notifications.CountAsync(one => one.AccountId == account && one.ReadAt == null));

    public Task ReadAllAsync(StaffContext who) => store.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        return await db.Notifications.Where(one => one.AccountId == who.StaffId && one.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(one => one.ReadAt, now));
    });
}
