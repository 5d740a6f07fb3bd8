namespace Bastion.Admin.Interventions.Interlock;

/// <param name="OnWordOf">The ward's person on whose word an Engineer releases; empty for the ward itself.</param>
/// <param name="NoPatient">Ticked: no patient is on the device.</param>
/// <param name="Reason">Of a release of a device that is still to be checked.</param>
internal sealed record ReleaseCommand(string OnWordOf, bool NoPatient, string Reason = "");
