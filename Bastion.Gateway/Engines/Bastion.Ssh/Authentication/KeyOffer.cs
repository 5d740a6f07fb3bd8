namespace Bastion.Ssh.Authentication;

/// <summary>A key that the client names without proving it. <c>PublicKey</c> is the RFC 4253 blob; valid during the call.</summary>
public sealed record KeyOffer(string Login, string Algorithm, ReadOnlyMemory<byte> PublicKey);
