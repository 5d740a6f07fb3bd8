namespace Bastion.Admin.Identity;

internal sealed class NoticeAcceptance
{
    public Guid Id { get; set; }

    public Guid AccountId { get; set; }

    public int NoticeVersion { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Source { get; set; }
}
