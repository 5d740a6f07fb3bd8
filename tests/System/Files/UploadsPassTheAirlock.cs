using Bastion.Testing;

namespace Bastion.SystemTests.Files;

/// <summary>While uploads are held, a file reaches the device when the scanner found nothing, byte for byte, and what it found nothing else.</summary>
public sealed class UploadsPassTheAirlock : AirlockTest
{
    [PeerFact("sshd", "sftp", "scp", "clamd", "unshare", "root")]
    public async Task CleanFile_EveryWay_ArrivesExactAndIsTold()
    {
        var id = await Open("uploadsScanned");
        var sent = Local("sent", 3_000_001);
        File.SetUnixFileMode(sent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var small = Local("small", 0);

        Assert.Equal("", await Run(Hospital.Ssh().Sftp($"put -p {sent} one", $"put {small} empty", "rename one renamed")));
        Assert.Equal("", await Run(Hospital.Ssh().Scp("-p", sent, "bastion:two")));
        Assert.Equal("", await Run(Hospital.Ssh().Scp("-O", "-p", sent, "bastion:three")));

        Assert.Equal([Hash(sent), Hash(sent), Hash(sent)], new[] { "renamed", "two", "three" }.Select(name => Hash(OnDevice(name))));
        Assert.All(new[] { "renamed", "two", "three" }, name => Assert.True(File.GetUnixFileMode(OnDevice(name)).HasFlag(UnixFileMode.UserExecute)));
        Assert.Equal(0, new FileInfo(OnDevice("empty")).Length);
        var puts = await Puts(id);
        Assert.Equal(4, puts.Count);
        Assert.All(puts, line => Assert.Equal("ok", line.Outcome));
        Assert.Equal(3, puts.Count(line => Convert.ToHexStringLower(line.Sha256.Span) == Hash(sent) && line.Whole));
        Assert.Equal(4, (await Evidence.Entries(request => request.KindPrefix = "file.delivered")).Count);
        Assert.Equal(4, (await Evidence.Entries(request => request.KindPrefix = "file.scanned")).Count(entry => entry.Entry.Facts["verdict"] == "clean"));
        Assert.Empty(Directory.GetFiles(Hospital.Files.QuarantineFolder));
    }

    [PeerFact("sshd", "sftp", "scp", "rsync", "clamd", "unshare", "root")]
    public async Task Eicar_EveryWay_NeverReachesTheDevice()
    {
        var id = await Open("uploadsScanned");
        var evil = Local("evil.com", ClamScanner.Eicar);
        var clean = Local("clean", 1000);

        Assert.Contains("found Bastion.Eicar", await Run(Hospital.Ssh().Sftp($"put {evil}")), StringComparison.Ordinal);
        Assert.Contains("found Bastion.Eicar", await Run(Hospital.Ssh().Scp(evil, "bastion:evil.com")), StringComparison.Ordinal);
        // The old protocol shows the reason and goes on with the next file.
        Assert.Contains("found Bastion.Eicar", await Run(Hospital.Ssh().Scp("-O", evil, clean, "bastion:")), StringComparison.Ordinal);
        Assert.Contains("cannot be checked", await Run(Hospital.Ssh().Rsync("-a", evil, "bastion:evil.com")), StringComparison.Ordinal);
        await using (var client = OpenSshClient.Start(Hospital.Ssh() with { Terminal = false, Command = "cat > evil.com" }))
        {
            client.Type(ClamScanner.Eicar);
            client.CloseInput();
            Assert.Equal(1, await client.Exited.Within("ssh to end"));
            Assert.Contains("cannot be checked", client.Errors.Text, StringComparison.Ordinal);
        }

        Assert.False(DeviceHolds(ClamScanner.Eicar[..32]));
        Assert.False(File.Exists(OnDevice("evil.com")) && new FileInfo(OnDevice("evil.com")).Length > 0);
        Assert.Equal(Hash(clean), Hash(OnDevice("clean")));
        Assert.Equal(["infected", "infected", "infected", "ok"], (await Puts(id)).Select(line => line.Outcome));
        var scanned = await Evidence.Entries(request => request.KindPrefix = "file.scanned");
        Assert.Equal(3, scanned.Count(entry => entry.Entry.Facts["verdict"] == "infected" && entry.Entry.Facts["found"].StartsWith("Bastion.Eicar", StringComparison.Ordinal)));
        Assert.Equal(2, (await Evidence.Entries(request => request.KindPrefix = "control.refused")).Count(entry => entry.Entry.Facts["name"] == "upload"));
        Assert.Empty(Directory.GetFiles(Hospital.Files.QuarantineFolder));
    }

    [PeerFact("sshd", "sftp", "clamd", "unshare", "root")]
    public async Task DeviceWithoutRoomForIt_IsSaidAndNothingIsClaimed()
    {
        var id = await Open("uploadsScanned");
        var said = await Run(Hospital.Ssh().Sftp($"put {Local("sent", 1000)} /nowhere/at/all"));

        Assert.Contains("the device did not take it", said, StringComparison.Ordinal);
        await Evidence.Entry("file.undelivered");
        Assert.Empty(await Evidence.Entries(request => request.KindPrefix = "file.delivered"));
        Assert.Equal(["no such file"], (await Puts(id)).Select(line => line.Outcome));
    }

    private async Task<List<Recorder.Contracts.FileLine>> Puts(string intervention)
    {
        await Eventually.True(async () => (await Evidence.List(request => request.InterventionId = intervention)).All(one => one.State == "Sealed"), "the recordings to be sealed");
        List<Recorder.Contracts.FileLine> puts = [];
        foreach (var recording in (await Evidence.List(request => request.InterventionId = intervention)).OrderBy(one => one.OpenedAt.ToDateTimeOffset()).ThenBy(one => one.SessionId, StringComparer.Ordinal))
        {
            puts.AddRange((await Evidence.Files(recording.RecordingId)).Where(line => line.Op == "put"));
        }

        return puts;
    }
}
