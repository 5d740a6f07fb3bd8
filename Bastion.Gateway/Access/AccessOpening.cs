using System.Diagnostics.CodeAnalysis;
using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Access;

/// <summary>A permit with its running recording, or the refusal. The taker of a permit must finish its session.</summary>
internal sealed class AccessOpening
{
    private AccessOpening(AccessGrant? grant, Refusal? refusal)
    {
        Grant = grant;
        Refusal = refusal;
    }

    public AccessGrant? Grant { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Grant))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsGranted => Grant is not null;

    public static AccessOpening Granted(AccessGrant grant) => new(grant, null);

    public static AccessOpening Refused(Refusal refusal) => new(null, refusal);

    public static AccessOpening Refused(string code) => new(null, new Refusal { Code = code });
}
