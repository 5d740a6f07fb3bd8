namespace Bastion.Ssh.Authentication;

/// <summary>
/// Judges the proofs that <see cref="ServerAuthentication"/> collects on one connection; one instance per connection. Calls come one at
/// a time. The login is the same in all of them: a client that changes it is disconnected before anybody is asked.
/// What an implementation throws comes out of <c>ServerAuthentication.RunAsync</c> as it is; the client has heard nothing by then.
/// Whatever is asked here, one answer is <see cref="AuthVerdict.Reject"/>, and unknown logins must take the same path and time.
/// </summary>
public interface IServerAuthenticator
{
    /// <summary>RFC 4252 section 7 query: would a signature of this key be considered? Grants nothing.</summary>
    ValueTask<bool> ProbeKeyAsync(KeyOffer offer, CancellationToken cancellation);

    /// <summary>A key proved itself: the engine has verified the signature over this connection's session id already.</summary>
    ValueTask<AuthVerdict> VerifyKeyAsync(KeyProof proof, CancellationToken cancellation);

    /// <summary>Method "password". The secret is wiped when the call returns.</summary>
    ValueTask<AuthVerdict> VerifyPasswordAsync(string login, Secret password, CancellationToken cancellation);

    /// <summary>
    /// Method "keyboard-interactive": begins a dialogue, which is asked for its first step with no answers. A dialogue that the client
    /// gives up is disposed without a verdict.
    /// </summary>
    ValueTask<IAuthDialogue> BeginDialogueAsync(string login, CancellationToken cancellation);
}
