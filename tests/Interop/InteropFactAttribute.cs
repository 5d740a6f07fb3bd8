using Bastion.Testing;

namespace Bastion.Interop;

/// <summary>A row of the matrix: needs its own programs and those that make the device.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteropFactAttribute : PeerFactAttribute
{
    public InteropFactAttribute(params string[] programs)
        : base([.. programs, "ssh", "sshd", "ssh-keygen", "unshare", "root"])
    {
    }
}
