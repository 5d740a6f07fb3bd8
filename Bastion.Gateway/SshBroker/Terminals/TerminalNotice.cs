namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>A message of the hospital's staff; it is also a line in the terminal.</summary>
internal sealed record TerminalNotice(string Text, string By) : TerminalEvent;
