namespace Bastion.Hosting;

/// <summary>A leaf certificate and its key, both PEM (PKCS#8). It prints without the key.</summary>
public sealed class IssuedCertificate
{
    public IssuedCertificate(string certificatePem, string keyPem, DateTimeOffset notAfter)
    {
        CertificatePem = certificatePem;
        KeyPem = keyPem;
        NotAfter = notAfter;
    }

    public string CertificatePem { get; }

    public string KeyPem { get; }

    public DateTimeOffset NotAfter { get; }

    public override string ToString() => $"certificate until {NotAfter:O}";
}
