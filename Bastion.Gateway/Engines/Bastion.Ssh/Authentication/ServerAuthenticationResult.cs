using System.Diagnostics.CodeAnalysis;
using Bastion.Ssh.Transport;

namespace Bastion.Ssh.Authentication;

/// <summary>
/// How authentication ended: with a login, or with the end of the connection. Refused too often is an end of kind
/// <see cref="SshEndKind.ClosedHere"/> with reason <c>NoMoreAuthMethodsAvailable</c>.
/// </summary>
public sealed record ServerAuthenticationResult
{
    /// <summary>The login whose proofs were accepted.</summary>
    public string? Login { get; internal init; }

    /// <summary>Methods whose proofs were accepted, in order.</summary>
    public IReadOnlyList<string> Methods { get; internal init; } = [];

    public SshEnd? End { get; internal init; }

    [MemberNotNullWhen(true, nameof(Login))]
    [MemberNotNullWhen(false, nameof(End))]
    public bool Succeeded => Login is not null;
}
