using Bastion.Admin.Contracts;

namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>A terminal, or the refusal with its code and the sentence to show.</summary>
internal sealed record TerminalOpening(ITerminal? Terminal, Refusal? Refusal, string Sentence);
