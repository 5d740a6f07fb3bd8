using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>The technician never learns the device's password, and nothing that Bastion writes holds it, in any usual spelling.</summary>
public sealed class DevicePasswordAppearsNowhere : SystemTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task DevicePassword_AfterASession_IsInNoFileAndNoByteOfTheTechnician()
    {
        var (id, _) = await Hospital.Approved();
        await using var client = await Shell();
        client.Type("echo here-$((6*7)); exit\n");
        await client.Exited.Within("the session to end");
        await AssertEnded(id, Orderly);
        await Hospital.StopGateway();
        await Hospital.StopAdmin();
        await Hospital.StopRecorder();

        var spellings = Spelling.Of(Device.Password);
        Spelling.AssertAbsent(spellings, "what the technician received", [.. client.Received.ToArray(), .. client.Errors.ToArray()]);
        var files = Directory.GetFiles(Hospital.Files.Directory.Path, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("admin.db", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Contains("/log-gateway/", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Contains("/evidence/", StringComparison.Ordinal));
        foreach (var file in files)
        {
            Spelling.AssertAbsent(spellings, file, await File.ReadAllBytesAsync(file));
        }
    }

    [Fact]
    public void Search_EachSpelling_IsFound()
    {
        // The search itself: a password planted in each spelling is seen.
        foreach (var spelling in Spelling.Of("p-4711-secret"))
        {
            Assert.ThrowsAny<Exception>(() => Spelling.AssertAbsent(Spelling.Of("p-4711-secret"), "planted", [1, 2, 3, .. spelling, 4]));
        }
    }
}
