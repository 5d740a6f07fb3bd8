namespace Bastion.Admin;

internal static class Ids
{
    /// <summary>UUIDv7 of the injected clock.</summary>
    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}
