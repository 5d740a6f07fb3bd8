using Bastion.Hosting;

namespace Bastion.Admin.Tests;

public sealed class AdminOptionsTests
{
    [Fact]
    public void Validate_EverythingWrong_SaysEverythingAtOnce()
    {
        var options = new AdminOptions { Database = "mysql:secret-of-somebody", Zone = "Mars/Base", BrowseUrl = new Uri("http://staff"), SessionCeilingBytes = 5 };
        var error = Assert.Throws<SettingsException>(options.Validate);
        foreach (var key in new[] { "listen", "browseListen", "browseHosts", "browseCertificateFile", "browseKeyFile", "browseUrl", "portalUrl", "recorder", "certificateFile", "keyFile", "authorityFile", "database", "leaseKeyFile", "receiptKeyFiles", "masterKeyFile", "hospital", "zone", "sessionCeilingBytes" })
            Assert.Contains(error.Errors, line => line.StartsWith(key + ":", StringComparison.Ordinal));
        Assert.DoesNotContain("secret-of-somebody", error.Message, StringComparison.Ordinal);
    }
}
