using System.Security.Cryptography;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Security;

/// <summary>
/// CredSSP towards a technician's client (MS-CSSP 3.1.5), NTLMv2 inside, wrapped in SPNEGO or not. It stops at the proof, for somebody else to judge, and goes on with the key
/// that comes back. Credentials that the client delegates are thrown away: the proof was enough.
/// </summary>
/// <param name="name">What we call ourselves.</param>
/// <param name="publicKey">Subject public key of our own certificate.</param>
/// <param name="now">For the challenge.</param>
public sealed class CredSspServer(string name, byte[] publicKey, DateTimeOffset now)
{
    private const uint LogonFailure = 0xC000006D;
    private const uint DowngradeDetected = 0xC0000388;

    private readonly NtlmAcceptor ntlm = new(name, now);
    private NtlmSession? session;
    private byte[]? mechanisms;
    private byte[]? mechanismSignature;
    private byte[] sealedBinding = [];
    private byte[] nonce = [];
    private bool challenged;
    private bool bound;

    /// <summary>Waits to be judged: answer with <see cref="Accept"/> or <see cref="Refuse"/>.</summary>
    public NtlmProof? Proof { get; private set; }

    /// <summary>The client delegated its credentials: MCS may begin.</summary>
    public bool Done { get; private set; }

    public CredSspFailure Failure { get; private set; }

    /// <summary>One message of the client; the answer, or null when there is none (see <see cref="Proof"/>, <see cref="Done"/>).</summary>
    /// <exception cref="RdpProtocolException"/>
    public byte[]? Take(ReadOnlyMemory<byte> message)
    {
        var request = TsRequest.Read(message);
        if (request.Version < TsRequest.OldestVersion)
            return Fail(CredSspFailure.TooOld, DowngradeDetected);
        if (bound)
        {
            Done = request.AuthInfo is { } sealedInfo && session!.Unseal(sealedInfo) is { } info && Forget(info);
            Failure = Done ? CredSspFailure.None : CredSspFailure.Broken;
            return null;
        }
        if (Proof is not null || request.Token is not { } token)
            throw new RdpProtocolException("CredSSP out of turn");
        if (!challenged)
            return Challenge(token);
        if (mechanisms is not null)
        {
            (var inner, mechanismSignature) = Spnego.ReadResponse(token);
            token = inner ?? throw new RdpProtocolException("no NTLM inside SPNEGO");
        }
        if (request.PublicKeyAuth is not { } binding || request.Nonce is not { } number)
            throw new RdpProtocolException("CredSSP without its binding");
        (sealedBinding, nonce) = (binding, number);
        Proof = ntlm.Authenticate(token);
        return null;
    }

    /// <summary>The proof was right; <paramref name="sessionBaseKey"/> follows from it. The answer binds us to the key of TLS.</summary>
    public byte[] Accept(ReadOnlySpan<byte> sessionBaseKey)
    {
        session = ntlm.Open(sessionBaseKey);
        byte[]? token = null;
        if (session is not null && mechanisms is not null)
        {
            if (mechanismSignature is not null && !session.Verify(mechanisms, mechanismSignature))
                session = null;
            else
                token = Spnego.Complete(mechanismSignature is null ? null : session.Sign(mechanisms));
        }
        if (session?.Unseal(sealedBinding) is not { } shown || !CryptographicOperations.FixedTimeEquals(shown, KeyBinding.FromClient(nonce, publicKey)))
            return Fail(CredSspFailure.KeyMismatch, LogonFailure);
        bound = true;
        return new TsRequest { Token = token, PublicKeyAuth = session.Seal(KeyBinding.FromServer(nonce, publicKey)) }.ToMessage();
    }

    /// <summary>The proof was wrong, or is worth nothing now.</summary>
    public byte[] Refuse() => Fail(CredSspFailure.Refused, LogonFailure);

    private byte[] Challenge(byte[] token)
    {
        if (Spnego.Is(token))
        {
            if (mechanisms is null)
            {
                (mechanisms, var first) = Spnego.ReadInit(token);
                if (first is null)
                    return new TsRequest { Token = Spnego.Continue(null) }.ToMessage();
                token = first;
            }
            else
            {
                token = Spnego.ReadResponse(token).Token ?? throw new RdpProtocolException("no NTLM inside SPNEGO");
            }
        }
        challenged = true;
        var challenge = ntlm.Negotiate(token);
        return new TsRequest { Token = mechanisms is null ? challenge : Spnego.Continue(challenge) }.ToMessage();
    }

    private static bool Forget(byte[] info)
    {
        CryptographicOperations.ZeroMemory(info);
        return true;
    }

    private byte[] Fail(CredSspFailure failure, uint code)
    {
        Failure = failure;
        return new TsRequest { ErrorCode = code }.ToMessage();
    }
}
