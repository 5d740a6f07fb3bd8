using System.Text;
using Bastion.Admin.Contracts;
using Bastion.Gateway.Access;

namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>Signs in to the device below the recording: what is added here is seen by nobody but the device.</summary>
internal static class DeviceLogin
{
    public static HttpMessageHandler Over(SocketsHttpHandler sockets, HttpTerms terms, DeviceCredential credential)
    {
        switch (terms.Login)
        {
            case "basic":
                return new FixedHeaderLogin(sockets, "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Account}:{credential.Secret.Reveal()}")));
            case "header":
                return new FixedHeaderLogin(sockets, terms.HeaderName, credential.Secret.Reveal());
            default:
                return sockets;
        }
    }
}
