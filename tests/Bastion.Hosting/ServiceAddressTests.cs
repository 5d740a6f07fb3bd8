using System.Text.Json;

namespace Bastion.Hosting.Tests;

public sealed class ServiceAddressTests
{
    [Theory]
    [InlineData("unix:/run/bastion/admin.sock")]
    [InlineData("tcp:127.0.0.1:5001")]
    [InlineData("tcp:127.0.0.1:0")]
    [InlineData("tcp:[::1]:5001")]
    public void Address_WellFormed_IsReadAndWrittenBackAlike(string text) => Assert.Equal(text, ServiceAddress.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("127.0.0.1:5001")]
    [InlineData("unix:admin.sock")]
    [InlineData("tcp:admin.example:5001")]
    [InlineData("tcp:127.0.0.1")]
    [InlineData("tcp:127.0.0.1:65536")]
    [InlineData("tcp:127.0.0.1:-1")]
    [InlineData("tcp:127.0.0.1:+1")]
    [InlineData("tcp:::1:5001")]
    [InlineData("http://127.0.0.1:5001")]
    public void Address_Malformed_IsRefusedWithASentence(string? text)
    {
        Assert.False(ServiceAddress.TryParse(text, out _, out var error));
        Assert.Contains($"'{text}'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_UnixPathAtTheLimitOfTheSystem_IsTheLastAccepted()
    {
        Assert.True(ServiceAddress.TryParse("unix:/" + new string('a', 106), out _, out _));
        Assert.False(ServiceAddress.TryParse("unix:/" + new string('a', 107), out _, out _));
    }

    [Fact]
    public void Address_InASettingsFile_IsAString()
    {
        var json = JsonSerializer.Serialize(ServiceAddress.Parse("tcp:127.0.0.1:5001"), SettingsFile.Json);

        Assert.Equal("\"tcp:127.0.0.1:5001\"", json);
        Assert.Equal(ServiceAddress.Parse("tcp:127.0.0.1:5001"), JsonSerializer.Deserialize<ServiceAddress>(json, SettingsFile.Json));
    }
}
