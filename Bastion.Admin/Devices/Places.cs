namespace Bastion.Admin.Devices;

internal static class Places
{
    /// <summary>Site, unit, room.</summary>
    public static string Of(Device device) =>
        string.Join(", ", new[] { device.Site?.Name, device.Unit?.Name, device.Room }.Where(part => !string.IsNullOrEmpty(part)));
}
