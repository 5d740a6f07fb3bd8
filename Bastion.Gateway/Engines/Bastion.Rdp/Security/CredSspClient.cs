using System.Buffers;
using System.Formats.Asn1;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Principal;
using System.Text;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Security;

/// <summary>
/// CredSSP towards a device (MS-CSSP 3.1.5): NTLM inside, the binding to the TLS key checked both ways, then and only then the account of the vault. The caller must have
/// switched the platform's managed NTLM on.
/// </summary>
/// <param name="publicKey">Subject public key of the device's certificate: the contents of the bit string.</param>
public sealed class CredSspClient(string host, string domain, string user, string password, byte[] publicKey) : IDisposable
{
    private readonly NegotiateAuthentication ntlm = new(new NegotiateAuthenticationClientOptions
    {
        Package = "NTLM",
        Credential = new NetworkCredential(user, password, domain),
        TargetName = "TERMSRV/" + host,
        RequiredProtectionLevel = ProtectionLevel.EncryptAndSign,
        AllowedImpersonationLevel = TokenImpersonationLevel.Impersonation,
    });

    private readonly byte[] nonce = RandomNumberGenerator.GetBytes(32);
    private bool proven;

    /// <summary>The account was handed over: MCS may begin.</summary>
    public bool Done { get; private set; }

    public CredSspFailure Failure { get; private set; }

    public byte[] Begin() => new TsRequest { Token = Blob(default) ?? throw new PlatformNotSupportedException("NTLM is not available") }.ToMessage();

    /// <summary>A message of the device; the answer, or null when it failed.</summary>
    /// <exception cref="RdpProtocolException"/>
    public byte[]? Take(ReadOnlyMemory<byte> message)
    {
        var request = TsRequest.Read(message);
        if (request.ErrorCode is { } code && code != 0)
            return Fail(CredSspFailure.Refused);
        if (request.Version < TsRequest.OldestVersion)
            return Fail(CredSspFailure.TooOld);
        if (!proven)
            return request.Token is { } token ? Prove(token) : Fail(CredSspFailure.Broken);
        if (Done || request.PublicKeyAuth is not { } sealedHash)
            return Fail(CredSspFailure.Broken);
        var hash = new ArrayBufferWriter<byte>();
        if (ntlm.Unwrap(sealedHash, hash, out var encrypted) != NegotiateAuthenticationStatusCode.Completed
            || !encrypted || !CryptographicOperations.FixedTimeEquals(hash.WrittenSpan, KeyBinding.FromServer(nonce, publicKey)))
            return Fail(CredSspFailure.KeyMismatch);
        Done = true;
        var account = Account();
        var answer = new TsRequest { AuthInfo = Seal(account) }.ToMessage();
        CryptographicOperations.ZeroMemory(account);
        return answer;
    }

    public void Dispose() => ntlm.Dispose();

    private byte[]? Prove(byte[] token)
    {
        if (Blob(token) is not { } answer || !ntlm.IsAuthenticated)
            return Fail(CredSspFailure.Refused);
        proven = true;
        return new TsRequest { Token = answer, PublicKeyAuth = Seal(KeyBinding.FromClient(nonce, publicKey)), Nonce = nonce }.ToMessage();
    }

    private byte[]? Blob(ReadOnlySpan<byte> token)
    {
        var blob = ntlm.GetOutgoingBlob(token, out var status);
        return status is NegotiateAuthenticationStatusCode.Completed or NegotiateAuthenticationStatusCode.ContinueNeeded ? blob : null;
    }

    private byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var output = new ArrayBufferWriter<byte>();
        if (ntlm.Wrap(plain, output, requestEncryption: true, out var encrypted) != NegotiateAuthenticationStatusCode.Completed || !encrypted)
            throw new RdpProtocolException("nothing can be sealed for this device");
        return output.WrittenSpan.ToArray();
    }

    // TSCredentials with a TSPasswordCreds (2.2.1.2).
    private byte[] Account()
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            Text(inner, 0, domain);
            Text(inner, 1, user);
            Text(inner, 2, password);
        }
        var outer = new AsnWriter(AsnEncodingRules.DER);
        using (outer.PushSequence())
        {
            using (outer.PushSequence(Tag(0)))
                outer.WriteInteger(1);
            using (outer.PushSequence(Tag(1)))
                outer.WriteOctetString(inner.Encode());
        }
        inner.Reset();
        var account = outer.Encode();
        outer.Reset();
        return account;
    }

    private static void Text(AsnWriter writer, int number, string text)
    {
        using (writer.PushSequence(Tag(number)))
            writer.WriteOctetString(Encoding.Unicode.GetBytes(text));
    }

    private static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);

    private byte[]? Fail(CredSspFailure failure)
    {
        Failure = failure;
        return null;
    }
}
