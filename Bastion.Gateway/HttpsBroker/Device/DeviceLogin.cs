using System.Net;
using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>Signs in to the device below the recording: what is added here is seen by nobody but the device.</summary>
internal static class DeviceLogin
{
    /// <param name="origin">Of the device, as its own page knows it.</param>
    public static HttpMessageHandler Over(SocketsHttpHandler sockets, HttpTerms terms, DeviceCredential credential, string origin, TimeProvider time)
    {
        switch (terms.Login)
        {
            case "basic":
                return new FixedHeaderLogin(sockets, "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Account}:{credential.Secret.Reveal()}")));
            case "header":
                return new FixedHeaderLogin(sockets, terms.HeaderName, credential.Secret.Reveal());
            case "digest":
                return new DigestLogin(sockets, credential);
            case "form":
                return new FormLogin(sockets, terms, credential, origin, time);
            case "ntlm":
                sockets.Credentials = new CredentialCache { { DeviceHandlers.Root, "NTLM", Account(credential) } };
                return new KeptBodies(sockets);
            default:
                return sockets;
        }
    }

    /// <summary>DOMAIN\account or account@domain or account.</summary>
    private static NetworkCredential Account(DeviceCredential credential) =>
        credential.Account.Split('\\', 2) is [var domain, var name]
            ? new NetworkCredential(name, credential.Secret.Reveal(), domain)
            : new NetworkCredential(credential.Account, credential.Secret.Reveal());
}
