using System.Globalization;
using Bastion.Admin.Contracts;

namespace Bastion.Gateway.Portal.Gate;

/// <summary>Who asks, from where, when and in which language: one per request, filled by the gate.</summary>
internal sealed class PortalVisit
{
    private SignedIn? who;

    public bool IsSignedIn => who is not null;

    /// <summary>The technician. Only on routes that need a sign-in.</summary>
    public SignedIn Who => who ?? throw new InvalidOperationException("Nobody is signed in on this route.");

    /// <summary>Admin's opaque token; empty when nobody is signed in.</summary>
    public string Token { get; private set; } = "";

    public Source Source { get; private set; } = new();

    public DateTimeOffset Now { get; private set; }

    public CultureInfo Culture { get; private set; } = CultureInfo.InvariantCulture;

    /// <summary>Path and query as asked.</summary>
    public string Address { get; private set; } = "/";

    /// <summary>Result of the act before this page, a word of <see cref="Shell.DoneWords"/>; empty mostly.</summary>
    public string Done { get; private set; } = "";

    /// <summary>Ends when the visitor has gone or Admin took too long to answer.</summary>
    public CancellationToken Patience { get; private set; }

    public SignInToken Key => new() { Token = Token };

    public void Begin(DateTimeOffset now, Source source, string address, string done, CancellationToken patience)
    {
        Now = now;
        Source = source;
        Address = address;
        Done = done;
        Patience = patience;
    }

    public void Speak(CultureInfo culture) => Culture = culture;

    public void Enter(string token, SignedIn technician)
    {
        Token = token;
        who = technician;
    }
}
