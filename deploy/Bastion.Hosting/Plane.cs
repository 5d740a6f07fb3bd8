namespace Bastion.Hosting;

/// <summary>The three services. Each has one certificate name, see <see cref="PlaneNames"/>.</summary>
public enum Plane
{
    Gateway,
    Admin,
    Recorder,
}
