using System.Text;
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

        var spellings = Spellings(Device.Password);
        AssertAbsent(spellings, "what the technician received", [.. client.Received.ToArray(), .. client.Errors.ToArray()]);
        var files = Directory.GetFiles(Hospital.Files.Directory.Path, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("admin.db", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Contains("/log-gateway/", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Contains("/evidence/", StringComparison.Ordinal));
        foreach (var file in files)
        {
            AssertAbsent(spellings, file, await File.ReadAllBytesAsync(file));
        }
    }

    [Fact]
    public void Search_EachSpelling_IsFound()
    {
        // The search itself: a password planted in each spelling is seen.
        foreach (var spelling in Spellings("p-4711-secret"))
        {
            Assert.ThrowsAny<Exception>(() => AssertAbsent(Spellings("p-4711-secret"), "planted", [1, 2, 3, .. spelling, 4]));
        }
    }

    private static List<byte[]> Spellings(string password)
    {
        var raw = Encoding.UTF8.GetBytes(password);
        List<byte[]> spellings = [raw, Encoding.Unicode.GetBytes(password), Encoding.BigEndianUnicode.GetBytes(password), Encoding.ASCII.GetBytes(Convert.ToHexString(raw)), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(raw))];

        // Base64 of a longer text that holds it: three alignments, without the characters that depend on the neighbours.
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Convert.ToBase64String([.. new byte[shift], .. raw]);
            var from = (shift * 8 + 5) / 6;
            var until = (shift + raw.Length) * 8 / 6;
            spellings.Add(Encoding.ASCII.GetBytes(text[from..until]));
            spellings.Add(Encoding.ASCII.GetBytes(text[from..until].Replace('+', '-').Replace('/', '_')));
        }

        return spellings;
    }

    private static void AssertAbsent(List<byte[]> spellings, string where, byte[] content)
    {
        foreach (var spelling in spellings)
        {
            Assert.True(content.AsSpan().IndexOf(spelling) < 0, $"the device's password stands in {where}");
        }
    }
}
