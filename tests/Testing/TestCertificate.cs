namespace Bastion.Testing;

/// <summary>Three PEM files: the certificate, its key, and who signed it.</summary>
public sealed record TestCertificate(string CertificateFile, string KeyFile, string AuthorityFile);
