namespace Bastion.Ssh.Tests.Transport;

/// <summary>Tests that measure the process: they run after all others and one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "alone";
}
