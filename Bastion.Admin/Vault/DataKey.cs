namespace Bastion.Admin.Vault;

/// <summary>A data key, wrapped by the master key that lives outside the database.</summary>
internal sealed class DataKey
{
    /// <summary>Purpose of the keys that seal rows; any other purpose is a key for MACs.</summary>
    public const string Sealing = "seal";

    public Guid Id { get; set; }

    public string Purpose { get; set; } = Sealing;

    public required byte[] Wrapped { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}
