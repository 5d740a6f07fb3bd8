namespace Bastion.Admin.Vendors;

/// <param name="Link">The enrolment address, shown once.</param>
internal sealed record PersonAdded(Guid Id, string Link);
