using System.Security.Cryptography.X509Certificates;
using Bastion.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Appliance.Tests;

public sealed class CertificatesTests : IDisposable
{
    private static readonly StateRecord Record = new() { Mode = ApplianceMode.Production, Hospital = "Test", PortalHost = "portal.example", AdminHost = "staff.example", AppDomain = "devices.example" };
    private readonly StandIn standIn = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    public void Dispose() => standIn.Dispose();

    [Fact]
    public void Renew_WithTwoThirdsOfItsLifeGone_IssuesServiceCertificatesAnew()
    {
        var certificates = Make(Record);
        Assert.Equal(["gateway", "admin", "recorder", "portal.example", "staff.example", "*.devices.example"], certificates.Renew());

        time.Advance(TimeSpan.FromHours(16));
        Assert.Empty(certificates.Renew());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["gateway", "admin", "recorder"], certificates.Renew());
    }

    [Fact]
    public void Renew_NameOfTheSiteChanged_IssuesItsCertificateAnew()
    {
        Make(Record).Renew();

        var issued = Make(Record with { PortalHost = "acces.example" }).Renew();

        Assert.Equal(["acces.example"], issued);
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(standIn.State.In(Plane.Gateway, "web", "certificate.pem")));
        Assert.True(certificate.MatchesHostname("acces.example"));
    }

    [Fact]
    public void Renew_HospitalBroughtItsOwnCertificate_LeavesItAlone()
    {
        Make(Record).Renew();
        File.WriteAllText(standIn.State.In(Plane.Gateway, "web", "own"), "");

        time.Advance(TimeSpan.FromDays(89));

        Assert.DoesNotContain("portal.example", Make(Record).Renew());
    }

    private Certificates Make(StateRecord record)
    {
        standIn.State.Create(Accounts.Own);
        return new Certificates(standIn.State, record, Accounts.Own, time);
    }
}
