namespace Bastion.Admin.Rights;

/// <summary>On what an act may be done. The widest of a person's roles holds.</summary>
internal enum Reach
{
    Never,

    /// <summary>What is this person's own: keys, sign-ins, requests; of a manager, the vendor's.</summary>
    Own,

    /// <summary>Interventions that name this technician.</summary>
    Named,

    /// <summary>Devices in the person's scope: site × unit × family × highest criticality; an empty scope is nothing.</summary>
    Scope,

    /// <summary>Everything of the establishment.</summary>
    All,
}
