using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>One way to the same device.</summary>
/// <param name="Name">As it stands in the table.</param>
/// <param name="Client">The client's next call; measurements add command and terminal.</param>
/// <param name="Servers">Roots of the process trees that serve this way, the device's own sshd left out unless it is the way.</param>
internal sealed record Route(string Name, Func<Task<OpenSshOptions>> Client, Func<IReadOnlyList<int>> Servers)
{
    /// <summary>Proportional set size of everything that serves this way, in bytes.</summary>
    public long Memory() => Servers().SelectMany(root => ProcessTree.Descendants(root).Prepend(root)).Distinct().Sum(ProcessTree.ProportionalMemory);
}
