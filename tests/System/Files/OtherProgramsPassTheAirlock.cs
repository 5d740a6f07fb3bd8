using System.Security.Cryptography;
using Bastion.Testing;

namespace Bastion.SystemTests.Files;

/// <summary>Programs with ways of their own: many writes at once, a passing name, a rename at the end.</summary>
public sealed class OtherProgramsPassTheAirlock : AirlockTest
{
    // A passing name, pipelined writes, times, then the rename: the order in which WinSCP and rclone work.
    private const string Script = """
        import os, sys, paramiko
        transport = paramiko.Transport(("127.0.0.1", int(os.environ["PORT"])))
        transport.connect()
        answers = [os.environ["PASSWORD"], os.environ["CODE"]]
        transport.auth_interactive(os.environ["LOGIN"], lambda title, text, prompts: [answers.pop(0) for _ in prompts])
        sftp = paramiko.SFTPClient.from_transport(transport)
        try:
            with sftp.open("fix.bin.filepart", "wb") as file:
                file.set_pipelined(True)
                with open(sys.argv[1], "rb") as source:
                    while block := source.read(32000):
                        file.write(block)
            sftp.utime("fix.bin.filepart", (1700000000, 1700000000))
            sftp.posix_rename("fix.bin.filepart", "fix.bin")
            print("stat", sftp.stat("fix.bin").st_size, int(sftp.stat("fix.bin").st_mtime))
            with sftp.open("fix.bin", "ab") as file:
                file.write(b"more")
        except IOError as refused:
            print("refused", refused)
        transport.close()
        """;

    [PeerFact("sshd", "clamd", "/usr/lib/python3/dist-packages/paramiko/__init__.py", "unshare", "root")]
    public async Task Paramiko_PassingNameAndRename_ArrivesAndAppendingIsRefused()
    {
        await Open("uploadsScanned");
        var sent = Local("sent", 5_000_000);
        var said = await Paramiko(sent);

        Assert.Contains("stat 5000000 1700000000", said, StringComparison.Ordinal);
        Assert.Contains("refused", said, StringComparison.Ordinal);
        Assert.Equal(Hash(sent), Hash(OnDevice("fix.bin")));
        Assert.False(File.Exists(OnDevice("fix.bin.filepart")));
    }

    [PeerFact("sshd", "clamd", "/usr/lib/python3/dist-packages/paramiko/__init__.py", "unshare", "root")]
    public async Task Paramiko_EicarInsideOfSomething_IsRefused()
    {
        await Open("uploadsScanned");
        byte[] content = [.. RandomNumberGenerator.GetBytes(100_000), .. ClamScanner.Eicar, .. RandomNumberGenerator.GetBytes(100_000)];

        // paramiko does not look at the answer of CLOSE; what it does next with the file tells it.
        Assert.Contains("refused", await Paramiko(Local("evil", content)), StringComparison.Ordinal);
        Assert.False(DeviceHolds(ClamScanner.Eicar[..32]));
    }

    private async Task<string> Paramiko(string file)
    {
        var way = Hospital.Ssh();
        await using var python = ChildProcess.Start("/usr/bin/python3", ["-c", Script, file], new Dictionary<string, string?>
        {
            ["PORT"] = way.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["LOGIN"] = way.User,
            ["PASSWORD"] = way.Answers[0],
            ["CODE"] = way.Answers[1],
        });
        await python.Exited.Within("python to end");
        return python.Output.Text + python.Errors.Text;
    }
}
