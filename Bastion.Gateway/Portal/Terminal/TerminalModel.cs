using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.Terminal;

internal sealed record TerminalModel(InterventionView View, string Nonce);
