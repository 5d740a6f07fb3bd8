using Xunit;

namespace Bastion.Testing;

/// <summary>A test against real programs: skipped, with the name of what is missing, where they cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(params string[] programs)
    {
        Programs = programs;
        Skip = MissingPeer.Sentence(programs);
    }

    public string[] Programs { get; }
}
