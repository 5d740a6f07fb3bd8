namespace Bastion.Gateway.Sessions;

/// <summary>Something to say to the technician inside the session.</summary>
/// <param name="By">Who says it; empty for the bastion itself.</param>
/// <param name="Remaining">Time left, when the line is about it.</param>
internal sealed record SessionNoticeLine(SessionNoticeKind Kind, string Text, string By = "", TimeSpan? Remaining = null);
