namespace Bastion.Admin.Vault;

/// <summary>A data key, wrapped by the master key that lives outside the database.</summary>
internal sealed class DataKey
{
    public Guid Id { get; set; }

    public required byte[] Wrapped { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
