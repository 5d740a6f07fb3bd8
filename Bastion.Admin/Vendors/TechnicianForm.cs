namespace Bastion.Admin.Vendors;

internal sealed record TechnicianForm(string Login, string Name, Guid VendorId, bool Manager, string Language = "fr");
