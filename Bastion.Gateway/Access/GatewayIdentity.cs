namespace Bastion.Gateway.Access;

/// <summary>This process: one id per start, and whether it is on its way out.</summary>
internal sealed class GatewayIdentity
{
    private volatile bool stopping;

    public string Id { get; } = Guid.CreateVersion7().ToString();

    public bool Stopping => stopping;

    public void Stop() => stopping = true;
}
