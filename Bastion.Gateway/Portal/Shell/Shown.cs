using Microsoft.AspNetCore.Components;

namespace Bastion.Gateway.Portal.Shell;

/// <summary>
/// A component that shows one internal thing. The Razor compiler makes components public, and with them the types of their parameters;
/// so the parameter is an object and each component names what it takes.
/// </summary>
public abstract class Shown : ComponentBase
{
    [Parameter, EditorRequired]
    public object Shows { get; set; } = null!;
}
