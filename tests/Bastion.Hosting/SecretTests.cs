namespace Bastion.Hosting.Tests;

public sealed class SecretTests
{
    [Fact]
    public void Secret_Printed_ShowsNothing()
    {
        using var secret = Secret.FromText("correct horse");

        Assert.Equal("", $"{secret}");
        Assert.ThrowsAny<Exception>(() => System.Text.Json.JsonSerializer.Serialize(secret, SettingsFile.Json));
    }

    [Fact]
    public void Secret_Disposed_IsOverwritten()
    {
        var bytes = "correct horse"u8.ToArray();
        var secret = new Secret(bytes);

        secret.Dispose();

        Assert.All(bytes, b => Assert.Equal(0, b));
        Assert.Throws<ObjectDisposedException>(() => secret.Reveal());
    }

    [Fact]
    public void Secret_Compared_MatchesItsBytesOnly()
    {
        using var secret = Secret.FromText("correct horse");

        Assert.True(secret.Matches("correct horse"u8));
        Assert.False(secret.Matches("correct hors"u8));
    }
}
