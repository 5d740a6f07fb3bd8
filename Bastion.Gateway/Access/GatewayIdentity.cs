using System.Security.Cryptography;
using System.Text;

namespace Bastion.Gateway.Access;

/// <summary>This process: its place, one id per start, and whether it is on its way out.</summary>
internal sealed class GatewayIdentity(GatewayOptions options)
{
    private volatile bool stopping;

    /// <summary>The place is the address that the process listens at: whoever starts there knows that the one before is gone.</summary>
    public string Id { get; } = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName + " " + options.Listen)))[..16]}/{Guid.CreateVersion7()}";

    public bool Stopping => stopping;

    public void Stop() => stopping = true;
}
