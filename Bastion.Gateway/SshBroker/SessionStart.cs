using Bastion.Admin.Contracts;
using Bastion.Gateway.SshBroker.Relay;

namespace Bastion.Gateway.SshBroker;

/// <summary>A relay to run, or the refusal and its sentence.</summary>
internal sealed record SessionStart(SessionRelay? Relay, Refusal? Refusal, string Sentence);
