using Xunit;

namespace Bastion.Testing;

/// <summary>As <see cref="PeerFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute(params string[] programs)
    {
        Programs = programs;
        Skip = MissingPeer.Sentence(programs);
    }

    public string[] Programs { get; }
}
