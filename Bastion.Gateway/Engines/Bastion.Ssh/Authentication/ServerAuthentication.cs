using Bastion.Ssh.Transport;

namespace Bastion.Ssh.Authentication;

/// <summary>Server role of RFC 4252 on an open transport: service request, requests, verdicts, success.</summary>
public static class ServerAuthentication
{
    /// <summary>
    /// Drives the transport until the client is authenticated or gone. Nothing else may receive meanwhile. When it succeeds the
    /// transport is in its connection phase: go on with <see cref="SshTransport.ReceiveAsync"/>.
    /// </summary>
    public static Task<ServerAuthenticationResult> RunAsync(
        SshTransport transport,
        IServerAuthenticator authenticator,
        ServerAuthenticationOptions options,
        CancellationToken cancellation) => throw new NotImplementedException();
}
