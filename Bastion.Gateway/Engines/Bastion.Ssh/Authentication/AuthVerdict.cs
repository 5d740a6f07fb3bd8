namespace Bastion.Ssh.Authentication;

/// <summary>Verdict on one authentication request.</summary>
public sealed class AuthVerdict
{
    private AuthVerdict(AuthVerdictKind kind, IReadOnlyList<string> methods, string? text = null)
    {
        Kind = kind;
        Methods = methods;
        Text = text;
    }

    internal AuthVerdictKind Kind { get; }

    internal IReadOnlyList<string> Methods { get; }

    internal string? Text { get; }

    /// <summary>SSH_MSG_USERAUTH_SUCCESS: the client is who it says.</summary>
    public static AuthVerdict Accept { get; } = new(AuthVerdictKind.Accept, []);

    /// <summary>SSH_MSG_USERAUTH_FAILURE; counts as a failed try.</summary>
    public static AuthVerdict Reject { get; } = new(AuthVerdictKind.Reject, []);

    /// <summary>This proof was right and more is wanted: from now on only these methods may continue (RFC 4252 section 5.1).</summary>
    public static AuthVerdict Partial(params IReadOnlyList<string> methods) => new(AuthVerdictKind.Partial, methods);

    /// <summary>Nothing can follow: the text goes out as a banner, then as SSH_MSG_DISCONNECT 14.</summary>
    public static AuthVerdict Disconnect(string text) => new(AuthVerdictKind.Disconnect, [], text);
}
