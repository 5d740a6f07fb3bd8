namespace Bastion.Admin.Interventions.Policies;

/// <summary>Who decides at a step of the chain (interventions.md 2).</summary>
internal enum Step
{
    /// <summary>An Engineer whose discipline owns the family of the device.</summary>
    Owner,

    /// <summary>An Engineer of IT security.</summary>
    ItSec,

    /// <summary>An Engineer on the rota.</summary>
    OnCall,

    /// <summary>Either of the first two.</summary>
    OwnerOrItSec,

    /// <summary>Any Engineer who has the device in scope.</summary>
    Engineer,
}
