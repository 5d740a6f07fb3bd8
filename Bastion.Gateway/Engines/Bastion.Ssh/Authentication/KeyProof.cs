namespace Bastion.Ssh.Authentication;

/// <summary>A key with the signature that this connection asked for, RFC 4252 section 7. Memory is valid during the call.</summary>
/// <param name="Algorithm">Signature algorithm, for instance rsa-sha2-512.</param>
/// <param name="PublicKey">RFC 4253 section 6.6 blob.</param>
/// <param name="SignedData">Session id and request fields, exactly what was signed.</param>
/// <param name="Signature">Signature blob: string algorithm, string bytes (and flags and counter for security keys).</param>
public sealed record KeyProof(
    string Login,
    string Algorithm,
    ReadOnlyMemory<byte> PublicKey,
    ReadOnlyMemory<byte> SignedData,
    ReadOnlyMemory<byte> Signature);
