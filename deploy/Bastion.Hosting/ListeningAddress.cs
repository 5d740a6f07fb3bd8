using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bastion.Hosting;

/// <summary>Where a started host really listens, when its settings said port 0.</summary>
public static class ListeningAddress
{
    /// <summary>The first listener of this kind.</summary>
    /// <exception cref="InvalidOperationException">There is none, or the host has not started.</exception>
    public static ServiceAddress Of(WebApplication app, Listener listener)
    {
        ArgumentNullException.ThrowIfNull(app);
        var door = app.Services.GetRequiredService<Doors>().All.Find(d => d.Kind == listener)
            ?? throw new InvalidOperationException($"This host does not listen for {listener}.");
        var endPoint = door.Bound?.EndPoint ?? throw new InvalidOperationException("The host has not started.");
        return ServiceAddress.Of(endPoint);
    }
}
