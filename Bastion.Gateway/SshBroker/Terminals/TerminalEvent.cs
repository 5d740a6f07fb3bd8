namespace Bastion.Gateway.SshBroker.Terminals;

internal abstract record TerminalEvent;
