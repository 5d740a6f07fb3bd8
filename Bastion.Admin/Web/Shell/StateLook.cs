using Bastion.Admin.Devices;
using Bastion.Admin.Interventions;
using Bastion.Admin.Interventions.Leases;

namespace Bastion.Admin.Web.Shell;

/// <summary>Colour and icon of every state: the table of the visual language. The word is in the texts, under the same code.</summary>
internal sealed record StateLook(string Tone, string Drawing)
{
    public static StateLook Of(InterventionState state) => state switch
    {
        InterventionState.Requested => new("amber", "hourglass-split"),
        InterventionState.Approved => new("blue", "calendar2-check"),
        InterventionState.Refused => new("red", "x-circle"),
        InterventionState.Withdrawn => new("grey", "arrow-counterclockwise"),
        InterventionState.Lapsed => new("grey", "hourglass-bottom"),
        InterventionState.Open => new("green", "unlock"),
        InterventionState.Ended => new("violet", "flag"),
        InterventionState.Reported => new("petrol", "file-earmark-check"),
        _ => new("grey", "archive"),
    };

    public static StateLook Of(SessionState state) => state switch
    {
        SessionState.Pending => new("grey", "three-dots"),
        SessionState.Active => new("green", "broadcast"),
        SessionState.Frozen => new("ice", "snow"),
        SessionState.Ending => new("amber", "box-arrow-right"),
        _ => new("grey", "stop-circle"),
    };

    public static StateLook Of(DeviceState state) => state switch
    {
        DeviceState.InService => new("grey", "pc-display"),
        DeviceState.InUse => new("blue", "heart-pulse"),
        DeviceState.Released => new("green", "check2-circle"),
        DeviceState.UnderMaintenance => new("petrol", "wrench-adjustable"),
        DeviceState.ToBeChecked => new("amber", "clipboard-check"),
        _ => new("red", "exclamation-triangle-fill"),
    };

    public static string IconOf(DeviceFamily family) => family switch
    {
        DeviceFamily.Imaging => "radioactive",
        DeviceFamily.Monitoring => "heart-pulse",
        DeviceFamily.Ventilation => "lungs",
        DeviceFamily.Laboratory => "droplet",
        DeviceFamily.Infusion => "prescription2",
        DeviceFamily.Dialysis => "droplet",
        DeviceFamily.ItSystems => "hdd-stack",
        _ => "building",
    };

    public static string IconOf(EndpointProtocol protocol) => protocol switch
    {
        EndpointProtocol.Ssh => "terminal",
        EndpointProtocol.Rdp => "window-desktop",
        _ => "globe2",
    };
}
