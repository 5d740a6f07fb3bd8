using Bastion.Gateway.Sessions;

namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>Over. The text says why and what to do next, in the technician's language.</summary>
internal sealed record TerminalEnded(SessionEndReason Reason, string Text) : TerminalEvent;
