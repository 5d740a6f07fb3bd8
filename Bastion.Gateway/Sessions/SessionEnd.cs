namespace Bastion.Gateway.Sessions;

/// <summary>The first end reason of a session, with the sentence somebody gave for it (may be empty) and who.</summary>
internal sealed record SessionEnd(SessionEndReason Reason, string Text = "", string By = "");
