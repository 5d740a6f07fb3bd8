namespace Bastion.Hosting.Tests;

/// <summary>An authority and what it issues, in files of a directory of their own.</summary>
internal sealed class TestKeys : IDisposable
{
    private readonly CertificateAuthority authority;
    private readonly TimeProvider time;
    private int next;

    public TestKeys(TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        authority = CertificateAuthority.Create("test", TimeSpan.FromDays(3650), this.time);
        Directory = System.IO.Directory.CreateTempSubdirectory("bastion-hosting-").FullName;
        AuthorityFile = Path.Combine(Directory, "authority.pem");
        File.WriteAllText(AuthorityFile, authority.CertificatePem);
    }

    public string Directory { get; }

    public string AuthorityFile { get; }

    public CertificateAuthority Authority => authority;

    public TlsIdentity Service(Plane plane, TimeSpan? lifetime = null) => Identity(authority.IssueService(plane, lifetime ?? TimeSpan.FromDays(1)));

    public TlsIdentity Monitor() => Identity(authority.IssueMonitor(TimeSpan.FromDays(1)));

    /// <summary>Signed by this authority, believing in another.</summary>
    public TlsIdentity ServiceBelieving(Plane plane, TestKeys other)
    {
        var (certificate, key) = Write(authority.IssueService(plane, TimeSpan.FromDays(1)));
        return TlsIdentity.Load(certificate, key, other.AuthorityFile, time);
    }

    public TlsIdentity Identity(IssuedCertificate issued)
    {
        var (certificate, key) = Write(issued);
        return TlsIdentity.Load(certificate, key, AuthorityFile, time);
    }

    public WebIdentity Web(params string[] names)
    {
        var (certificate, key) = Write(authority.IssueWeb(names, TimeSpan.FromDays(1)));
        return WebIdentity.Load(certificate, key);
    }

    public (string Certificate, string Key) Write(IssuedCertificate issued, string? name = null)
    {
        name ??= "leaf" + next++;
        var certificate = Path.Combine(Directory, name + ".pem");
        var key = Path.Combine(Directory, name + ".key");
        File.WriteAllText(key, issued.KeyPem);
        File.WriteAllText(certificate, issued.CertificatePem);
        return (certificate, key);
    }

    public void Dispose()
    {
        authority.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
