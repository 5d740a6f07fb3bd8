namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>Bytes for the screen, already durable in the recording.</summary>
internal sealed record TerminalOutput(ReadOnlyMemory<byte> Bytes) : TerminalEvent;
