namespace Bastion.Appliance;

/// <summary>What a state directory was made for. It is written down when the directory is made and never changes.</summary>
internal enum ApplianceMode
{
    Production,

    /// <summary>Holds people whose passwords are printed in the documentation.</summary>
    Demo,
}
