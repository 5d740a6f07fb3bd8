using System.Security.Cryptography;
using Bastion.Hosting;

namespace Bastion.Appliance.Tests;

public sealed class InstallationTests : IDisposable
{
    private readonly StandIn standIn = new();

    public void Dispose() => standIn.Dispose();

    [Fact]
    public void Prepare_Twice_ChangesNoKeyAndNoCertificate()
    {
        standIn.Open().Prepare();
        var first = Secrets();

        standIn.Open().Prepare();

        Assert.NotEmpty(first);
        Assert.Equal(first, Secrets());
    }

    [Fact]
    public void Prepare_PublicHalves_BelongToTheKeysThatSign()
    {
        standIn.Open().Prepare();

        AssertPair(standIn.State.In(Plane.Admin, "keys", "lease.pem"), standIn.State.In(Plane.Gateway, "trust", "lease.pub.pem"));
        AssertPair(standIn.State.In(Plane.Admin, "keys", "lease.pem"), standIn.State.In(Plane.Recorder, "trust", "lease.pub.pem"));
        AssertPair(standIn.State.In(Plane.Recorder, "keys", "signing.pem"), standIn.State.In(Plane.Admin, "trust", "receipt.pub.pem"));
        AssertPair(standIn.State.In(Plane.Recorder, "keys", "signing.pem"), standIn.State.In(Plane.Gateway, "trust", "receipt.pub.pem"));
    }

    [Fact]
    public void Prepare_Secrets_AreClosedToOtherAccounts()
    {
        standIn.Open().Prepare();

        foreach (var file in Directory.EnumerateFiles(standIn.State.Path, "*", SearchOption.AllDirectories).Where(f => f != standIn.State.WebAuthorityFile))
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite));
    }

    [Fact]
    public void Prepare_Overrides_WinOverWhatIsWritten()
    {
        standIn.Open().Prepare();
        File.WriteAllText(standIn.State.In(Plane.Gateway, "overrides.json"), """{ "portal": { "onCallPhone": "15" }, "ssh": { "maxStarts": 50 } }""");

        standIn.Open().Prepare();

        var settings = File.ReadAllText(standIn.State.SettingsFile(Plane.Gateway));
        Assert.Contains("\"onCallPhone\": \"15\"", settings, StringComparison.Ordinal);
        Assert.Contains("\"maxStarts\": 50", settings, StringComparison.Ordinal);
        Assert.Contains("\"hospitalName\": \"Test\"", settings, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DemoStateWithoutDemo_IsRefused()
    {
        standIn.Open("prepare", "--demo").Prepare();

        Assert.Contains("published passwords", Assert.Throws<SettingsException>(() => standIn.Open()).Message, StringComparison.Ordinal);
        Assert.Contains("\"demo\": true", File.ReadAllText(standIn.State.SettingsFile(Plane.Admin)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RealStateWithDemo_IsRefused()
    {
        standIn.Open().Prepare();

        Assert.Contains("real installation", Assert.Throws<SettingsException>(() => standIn.Open("prepare", "--demo")).Message, StringComparison.Ordinal);
        Assert.Contains("\"demo\": false", File.ReadAllText(standIn.State.SettingsFile(Plane.Admin)), StringComparison.Ordinal);
    }

    private List<string> Secrets() =>
    [
        .. Directory.EnumerateFiles(standIn.State.Path, "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".pem", StringComparison.Ordinal) || f.EndsWith(".key", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => f + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))),
    ];

    private static void AssertPair(string privateFile, string publicFile)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(privateFile));
        Assert.Equal(key.ExportSubjectPublicKeyInfoPem() + "\n", File.ReadAllText(publicFile));
    }
}
