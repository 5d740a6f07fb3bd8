using System.Security.Cryptography;
using Bastion.Hosting;
using Bastion.Recorder;
using Bastion.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Bastion.Gateway.Tests.Peers;

/// <summary>The real Recorder in this process, on a real disk and a real socket.</summary>
internal sealed class EvidenceUnderTest : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string data;

    public EvidenceUnderTest(TestAuthority authority, TemporaryDirectory directory, string leaseKeyPem, TimeProvider time)
    {
        var own = authority.IssueService("recorder");
        data = directory.At("data");
        app = RecorderHost.Build(
            new RecorderOptions
            {
                Listen = ServiceAddress.Unix(directory.At("recorder.sock")),
                CertificateFile = own.CertificateFile,
                KeyFile = own.KeyFile,
                AuthorityFile = own.AuthorityFile,
                DataDirectory = data,
                KeyDirectory = directory.At("recorder-keys"),
                LeaseKeys = [leaseKeyPem],
                WalSegments = 2,
                WalSegmentBytes = 4 << 20,
            },
            time);
        app.Start();
        Address = ServiceAddress.Unix(directory.At("recorder.sock"));
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(directory.At("recorder-keys/signing.pem")));
        ReceiptKeyPem = key.ExportSubjectPublicKeyInfoPem();
    }

    public ServiceAddress Address { get; }

    public string ReceiptKeyPem { get; }

    public int Sealed => Directory.Exists(data) ? Directory.GetFiles(data, "*.rec", SearchOption.AllDirectories).Count(f => f.Contains("/sealed/", StringComparison.Ordinal)) : 0;

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
