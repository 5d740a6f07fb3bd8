namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>The session froze or is live again; the text is for the technician, in his language. Blind: the screen shows nothing new either.</summary>
internal sealed record TerminalState(bool Frozen, bool Blind, string Text) : TerminalEvent;
