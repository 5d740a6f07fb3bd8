namespace Bastion.Admin.Vendors;

/// <param name="Link">The enrolment address, shown once; empty while a second person has to confirm.</param>
internal sealed record PersonAdded(Guid Id, string Link)
{
    public bool Waits => Link.Length == 0;
}
