using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>Who asks, from where: one per request, filled by the gate.</summary>
internal sealed class PortalVisit
{
    private SignedIn? who;

    public bool IsSignedIn => who is not null;

    /// <summary>The technician. Only on routes that need a sign-in.</summary>
    public SignedIn Who => who ?? throw new InvalidOperationException("Nobody is signed in on this route.");

    /// <summary>Admin's opaque token; empty when nobody is signed in.</summary>
    public string Token { get; private set; } = "";

    public Source Source { get; private set; } = new();

    /// <summary>Result of the act before this page, the end of a key <c>done.*</c>; empty mostly.</summary>
    public string Done { get; private set; } = "";

    /// <summary>Ends when the visitor has gone or Admin took too long to answer.</summary>
    public CancellationToken Patience { get; private set; }

    public SignInToken Key => new() { Token = Token };

    public void Begin(Source source, string done, CancellationToken patience)
    {
        Source = source;
        Done = done;
        Patience = patience;
    }

    public void Enter(string token, SignedIn technician)
    {
        Token = token;
        who = technician;
    }
}
