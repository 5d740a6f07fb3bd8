namespace Bastion.Rdp.Security;

/// <summary>What a client proved by NTLMv2 (MS-NLMP 3.3.2), to be judged by whoever knows the secret: the answer is the session base key, or nothing.</summary>
/// <param name="User">As the client wrote it.</param>
/// <param name="Domain">As the client wrote it; part of what is proven.</param>
/// <param name="ServerChallenge">Eight octets of ours.</param>
/// <param name="Response">NtChallengeResponse: sixteen octets of proof and what they are over.</param>
public sealed record NtlmProof(string User, string Domain, byte[] ServerChallenge, byte[] Response)
{
    public override string ToString() => "NTLM proof";
}
