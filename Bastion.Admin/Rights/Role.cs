namespace Bastion.Admin.Rights;

/// <summary>Who acts, as the table of rights tells them apart. Somebody may be several at once: an Engineer of IT security, a technician who is also his vendor's manager.</summary>
internal enum Role
{
    /// <summary>Nobody is signed in.</summary>
    Visitor,
    Technician,

    /// <summary>A technician who answers for the vendor (responsable prestataire).</summary>
    Manager,
    Ward,
    Engineer,

    /// <summary>An Engineer of the discipline IT security.</summary>
    ItSecurity,
    Auditor,
    Administrator,
}
