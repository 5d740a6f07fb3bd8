using Renci.SshNet;

namespace Bastion.Interop.Clients;

/// <summary>SSH.NET, which .NET tools of vendors are built on.</summary>
[Collection(InteropCollection.Name)]
public sealed class SshNetTests(InteropHospital bench)
{
    [InteropFact]
    public async Task SshNet_ArmedKey_DoesEverything()
    {
        bench.Hospital.Clock.Advance(TimeSpan.FromSeconds(1));
        using var key = new PrivateKeyFile(bench.Key);
        using var client = new SshClient(InteropHospital.Host, bench.Port, InteropHospital.User, key);
        Trust(client);
        await client.ConnectAsync(CancellationToken.None);
        AssertRuns(client);
        client.Disconnect();

        using var files = new SftpClient(InteropHospital.Host, bench.Port, InteropHospital.User, key);
        Trust(files);
        await files.ConnectAsync(CancellationToken.None);
        await using (var blob = File.OpenRead(bench.Blob))
        {
            files.UploadFile(blob, "sshnet-up");
        }

        bench.AssertUploaded("sshnet-up");
        await using (var down = File.Create(bench.At("sshnet-down")))
        {
            files.DownloadFile(InteropHospital.BlobOnDevice, down);
        }

        bench.AssertBlob(bench.At("sshnet-down"));
        files.Disconnect();
    }

    [InteropFact]
    public async Task SshNet_PasswordAndCode_RunsACommand()
    {
        using var method = new KeyboardInteractiveAuthenticationMethod(InteropHospital.User);
        var code = bench.Code();
        var asked = 0;
        method.AuthenticationPrompt += (_, e) =>
        {
            foreach (var prompt in e.Prompts)
            {
                prompt.Response = asked++ == 0 ? bench.Password : code;
            }
        };
        using var client = new SshClient(new ConnectionInfo(InteropHospital.Host, bench.Port, InteropHospital.User, method));
        Trust(client);
        await client.ConnectAsync(CancellationToken.None);
        AssertRuns(client);
        client.Disconnect();
    }

    private void Trust(BaseClient client) => client.HostKeyReceived += (_, e) => e.CanTrust = "SHA256:" + e.FingerPrintSHA256 == bench.HostKeyFingerprint;

    private static void AssertRuns(SshClient client)
    {
        using var command = client.RunCommand(InteropHospital.Command);
        Assert.Equal(7, command.ExitStatus);
        Assert.Equal("through\n", command.Result);
        Assert.Equal("beside\n", command.Error);
    }
}
