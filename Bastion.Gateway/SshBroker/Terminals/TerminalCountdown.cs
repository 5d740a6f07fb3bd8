namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>
/// Time left, sent when it changed by more than its own running down (opening, extension) and with each notice.
/// The same notice is also a line in the terminal.
/// </summary>
internal sealed record TerminalCountdown(TimeSpan Remaining, string Text) : TerminalEvent;
