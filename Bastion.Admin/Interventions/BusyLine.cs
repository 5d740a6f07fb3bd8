namespace Bastion.Admin.Interventions;

/// <summary>Another intervention of the same device near this window, for the day band.</summary>
internal sealed record BusyLine(string Number, string VendorName, DateTimeOffset From, DateTimeOffset Until, InterventionState State);
