using System.Diagnostics;
using System.Globalization;
using Bastion.Testing;

namespace Bastion.SystemTests.Files;

/// <summary>Random bytes, there and back, by each way that files go: tests/System/binary-exact runs it with a gibibyte and writes the figures down.</summary>
public sealed class BytesArriveExact : SystemTest
{
    private static readonly long Bytes = (long.TryParse(Environment.GetEnvironmentVariable("BASTION_EXACT_MIB"), CultureInfo.InvariantCulture, out var mebibytes) ? mebibytes : 64) << 20;

    [PeerTheory("sshd", "sftp", "scp", "sha256sum", "unshare", "root")]
    [InlineData("exec")]
    [InlineData("sftp")]
    [InlineData("scp")]
    [InlineData("scp -O")]
    public async Task RandomBytes_ThereAndBack_AreTheSame(string way)
    {
        var (id, _) = await (await Hospital.Technician("sami.belkacem")).Request("ANA-01", Hospital.Now, TimeSpan.FromHours(2), "exec", "sftpDown", "sftpUp", "scpDown", "scpUp");
        await (await Hospital.Staff("claire.aubanel")).Approve(id, "uploadsFree", "filesHashOnly");
        using var here = new TemporaryDirectory("exact");
        var sent = here.At("sent");
        await ChildProcess.Run("sh", "-c", $"head -c {Bytes} /dev/urandom > {sent}");
        var back = here.At("back");
        var up = Stopwatch.StartNew();
        await Run(way switch
        {
            "exec" => Shell($"'cat > there' < {sent}"),
            "sftp" => Hospital.Ssh().Sftp($"put {sent} there"),
            _ => Hospital.Ssh().Scp([.. way.Split(' ').Skip(1), sent, "bastion:there"]),
        });
        up.Stop();
        var down = Stopwatch.StartNew();
        await Run(way switch
        {
            "exec" => Shell($"'cat there' > {back}"),
            "sftp" => Hospital.Ssh().Sftp($"get there {back}"),
            _ => Hospital.Ssh().Scp([.. way.Split(' ').Skip(1), "bastion:there", back]),
        });
        down.Stop();

        var hash = await Hash(sent);
        Assert.Equal(hash, await Hash(Path.Combine(Device.Home, "there")));
        Assert.Equal(hash, await Hash(back));
        if (way != "exec")
        {
            await Eventually.True(async () => (await Evidence.List(request => request.InterventionId = id)).Count(one => one.State == "Sealed") == 2, "the recordings to be sealed");
            foreach (var recording in await Evidence.List(request => request.InterventionId = id))
            {
                var line = Assert.Single(await Evidence.Files(recording.RecordingId), one => one.Op is "put" or "get");
                Assert.Equal((hash, true, (ulong)Bytes), (Convert.ToHexStringLower(line.Sha256.Span), line.Whole, line.Bytes));
            }
        }

        if (Environment.GetEnvironmentVariable("BASTION_EXACT_LOG") is { Length: > 0 } log)
        {
            await File.AppendAllTextAsync(log, string.Create(CultureInfo.InvariantCulture, $"| {way} | {Bytes >> 20} MiB | {Rate(up)} | {Rate(down)} |\n"));
        }
    }

    private OpenSshOptions Shell(string rest) => Hospital.Ssh() with { Program = "sh", Terminal = false, ProgramArguments = configuration => ["-c", $"exec ssh -F {configuration} bastion {rest}"] };

    private static string Rate(Stopwatch watch) => (Bytes / 1e6 / watch.Elapsed.TotalSeconds).ToString("0", CultureInfo.InvariantCulture) + " MB/s";

    private static async Task<string> Hash(string file) => (await ChildProcess.Run("sha256sum", file))[..64];

    private static async Task Run(OpenSshOptions options)
    {
        await using var client = OpenSshClient.Start(options);
        client.CloseInput();
        var code = await client.Exited.Within(options.Program + " to end", TimeSpan.FromMinutes(10));
        Assert.True(code == 0, $"{code}: {client.Errors.Text}");
    }
}
