namespace Bastion.Hosting.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("bastion-settings-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Errors_Several_AreAllInOneException()
    {
        var errors = new SettingsErrors();
        errors.Require("database", "");
        errors.RequireFile("leaseKey", Path.Combine(directory, "absent"));
        new ServiceSettings { LogLevel = "Loud", MaxConnections = 0 }.Validate(errors);

        var thrown = Assert.Throws<SettingsException>(() => errors.ThrowIfAny("Bastion.Admin"));

        Assert.Equal(4, thrown.Errors.Count);
        Assert.All(thrown.Errors, e => Assert.Contains(e, thrown.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_None_DoNotThrow()
    {
        var errors = new SettingsErrors();
        new ServiceSettings().Validate(errors);

        errors.ThrowIfAny("Bastion.Admin");
    }

    [Fact]
    public void SecretFile_OpenToEverybody_IsRefused()
    {
        var path = Path.Combine(directory, "key");
        File.WriteAllText(path, "secret");
        var errors = new SettingsErrors();

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.False(errors.RequireSecretFile("key", path));

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.True(errors.RequireSecretFile("key", path));
    }

    [Theory]
    [InlineData("{ \"logLevle\": \"Debug\" }", "logLevle")]
    [InlineData("{ \"maxConnections\": \"many\" }", "maxConnections")]
    [InlineData("{ \"otlpEndpoint\": ", "settings.json")]
    [InlineData("null", "holds no settings")]
    public void File_ThatIsNotTheSettings_IsRefusedByName(string json, string said)
    {
        var path = Path.Combine(directory, "settings.json");
        File.WriteAllText(path, json);

        var thrown = Assert.Throws<SettingsException>(() => SettingsFile.Read<ServiceSettings>("Bastion.Admin", path));

        Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_WithCommentsAndTrailingCommas_IsRead()
    {
        var path = Path.Combine(directory, "settings.json");
        File.WriteAllText(path, "{ // where\n \"logDirectory\": \"/var/log/bastion\", }");

        Assert.Equal("/var/log/bastion", SettingsFile.Read<ServiceSettings>("Bastion.Admin", path).LogDirectory);
    }

    [Fact]
    public void Tls_KeyOfAnotherCertificate_IsRefusedAtStart()
    {
        using var keys = new TestKeys();
        var (certificate, _) = keys.Write(keys.Authority.IssueService(Plane.Admin, TimeSpan.FromDays(1)));
        var (_, other) = keys.Write(keys.Authority.IssueService(Plane.Admin, TimeSpan.FromDays(1)));

        Assert.Throws<SettingsException>(() => TlsIdentity.Load(certificate, other, keys.AuthorityFile));
    }
}
