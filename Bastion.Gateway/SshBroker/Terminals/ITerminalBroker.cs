namespace Bastion.Gateway.SshBroker.Terminals;

/// <summary>Opens a recorded shell for a browser: the whole way from lease to device. Refusals are answers; only a broken line throws.</summary>
internal interface ITerminalBroker
{
    Task<TerminalOpening> OpenAsync(TerminalRequest request, CancellationToken cancellation);
}
