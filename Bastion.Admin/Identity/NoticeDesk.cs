using System.Globalization;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Identity;

internal static class NoticeDesk
{
    public static void Accept(AdminDb db, Account account, string source, DateTimeOffset now)
    {
        if (account.NoticeVersion >= RecordingNotice.CurrentVersion)
            return;
        account.NoticeVersion = RecordingNotice.CurrentVersion;
        db.NoticeAcceptances.Add(new NoticeAcceptance
        {
            Id = Guid.CreateVersion7(now),
            AccountId = account.Id,
            NoticeVersion = RecordingNotice.CurrentVersion,
            At = now,
            Source = source,
        });
        Outbox.Write(db, now, new Act("notice.accepted", ActorRef.Of(account))
        {
            SubjectId = account.Id,
            Source = source,
            Facts = new Dictionary<string, string> { ["version"] = RecordingNotice.CurrentVersion.ToString(CultureInfo.InvariantCulture) },
        });
    }
}
