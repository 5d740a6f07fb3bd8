using Bastion.Ssh.Transport;

namespace Bastion.Ssh.Authentication;

/// <summary>Client role of RFC 4252 on an open transport whose host key was found among the pins.</summary>
public static class ClientAuthentication
{
    /// <summary>
    /// Shows the credential to the device. Nothing else may receive meanwhile. When it succeeds the transport is in its connection
    /// phase. Banners of the device are dropped: they are hostile text that nobody asked for.
    /// </summary>
    public static Task<ClientAuthenticationResult> RunAsync(
        SshTransport transport,
        ClientCredential credential,
        TimeSpan timeout,
        CancellationToken cancellation) => throw new NotImplementedException();
}
