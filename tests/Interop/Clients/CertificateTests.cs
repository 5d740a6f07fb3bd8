using Bastion.Hospitals;
using Bastion.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Interop.Clients;

/// <summary>OpenSSH certificates on both legs: a technician's by an authority that the hospital trusts, and Bastion's own for a device that trusts Bastion.</summary>
[Collection(InteropCollection.Name)]
public sealed class CertificateTests
{
    [InteropFact("ssh", "ssh-keygen", "sshd", "unshare")]
    public async Task Ssh_CertificateAndCodeToADeviceThatTrustsBastion_RunsACommand()
    {
        using var directory = new TemporaryDirectory("authority");
        var authority = await SshKeyPair.Create(directory.At("authority"));
        var pair = await SshKeyPair.Create(directory.At("sami"));
        await ChildProcess.Run("ssh-keygen", "-q", "-s", authority.PrivateFile, "-I", "sami at work", "-n", "sami.belkacem", pair.PrivateFile + ".pub");
        using var files = new HospitalFiles(technicianAuthorities: [authority.PublicLine]);
        var trusted = directory.Write("trusted", files.DeviceAuthorityLine + "\n");

        // No password and no key of the account is accepted: only what Bastion certifies.
        await using var device = await SshDevice.Start(new SshDeviceOptions { ExtraConfiguration = $"TrustedUserCAKeys {trusted}\nPasswordAuthentication no" });
        var seed = new HospitalSeed(device);
        seed.Change("ANA-01", endpoint => endpoint with { Password = null, SshCertificate = true });
        await using var hospital = await Hospital.Start(seed, new FakeTimeProvider(TimeProvider.System.GetUtcNow()), files);
        await hospital.Approved("sami.belkacem", "ANA-01", length: TimeSpan.FromHours(1), controls: "exec");
        hospital.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var ssh = OpenSshClient.Start(new OpenSshOptions
        {
            Port = files.SshPort,
            User = "sami.belkacem+ANA-01",
            Identity = pair.PrivateFile,
            Answers = [hospital.Code(seed.Person("sami.belkacem"))],
            Terminal = false,
            Command = "echo certified",
        });

        Assert.True(await ssh.Exited.Within("ssh to end") == 0, ssh.ToString() + device.Log.Text);
        Assert.Equal("certified\n", ssh.Received.Text);
        Assert.Contains("sami.belkacem", Assert.Single(device.Log.Text.Split('\n'), line => line.Contains("Accepted publickey", StringComparison.Ordinal)), StringComparison.Ordinal);
        await hospital.Evidence.Entry("sign_in.certificate", entry => entry.Entry.Facts["keyId"] == "sami at work");
        await hospital.Evidence.Entry("credential.released", entry => entry.Entry.Facts["kind"] == "SshCertificate");
    }
}
