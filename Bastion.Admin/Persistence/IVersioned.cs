namespace Bastion.Admin.Persistence;

/// <summary>A row whose every change is compared with the version that was read.</summary>
internal interface IVersioned
{
    Guid Version { get; set; }
}
