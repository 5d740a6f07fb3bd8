namespace Bastion.Admin.Web.Recordings;

/// <summary>What somebody wrote about a moment of a recording; it stands in the journal and nowhere else.</summary>
internal sealed record CommentLine(DateTimeOffset At, string Who, double Second, string Text);
