using Bastion.Hospitals;
using Bastion.Hosting;
using Bastion.SystemTests.Crashes;
using Bastion.Testing;
using Xunit.Abstractions;

namespace Bastion.SystemTests.Faults;

/// <summary>
/// Recorder's disk answers EIO or ENOSPC: sessions end at most 2 s after the reported error. Recorder falls silent: at most 3 s. Either way nothing
/// was delivered beyond what is durable, and new sessions are refused with the reason.
/// </summary>
public sealed class FailedStorageEndsSessions(ITestOutputHelper output)
{
    // Admin cannot journal the opening, or Gateway cannot open the recording: whichever is noticed first.
    private static readonly List<string> RecorderGone = ["Opening is paused by the hospital.", "nothing passes without being recorded"];
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterSilence = TimeSpan.FromSeconds(3);

    [PeerTheory("sshd", "ssh", "unshare", "perl", "strace", "root")]
    [InlineData("fdatasync", "EIO")]
    [InlineData("fdatasync", "ENOSPC")]
    [InlineData("pwrite64", "EIO")]
    [InlineData("pwrite64", "ENOSPC")]
    public async Task Disk_ReportsAnError_EndsSessionsWithinTwoSeconds(string call, string error)
    {
        await using var prepared = await PreparedPlanes.Start(new Preparation());
        await using var first = await Connect(prepared);
        await using var second = await Connect(prepared);
        await using (var disk = new FailingDisk(prepared.Planes.Process(Plane.Recorder).Id, call, error))
        {
            await AssertOver([first, second], await disk.FirstFailure(), AfterError);
            await AssertRefused(prepared);
        }

        await AssertNothingBeyondTheRecording(prepared, [first, second]);
    }

    [PeerFact("sshd", "ssh", "unshare", "perl", "root")]
    public async Task Recorder_Silent_EndsSessionsWithinThreeSeconds()
    {
        await using var prepared = await PreparedPlanes.Start(new Preparation());
        await using var first = await Connect(prepared);
        await using var second = await Connect(prepared);
        var silent = TimeProvider.System.GetUtcNow();
        prepared.Planes.Process(Plane.Recorder).Signal(PosixSignals.Stop);
        await AssertOver([first, second], silent, AfterSilence);
        await AssertRefused(prepared);
        prepared.Planes.Process(Plane.Recorder).Signal(PosixSignals.Continue);
        await AssertNothingBeyondTheRecording(prepared, [first, second]);
    }

    private static async Task<CrashTechnician> Connect(PreparedPlanes prepared) =>
        (await CrashTechnician.Connect(await prepared.Doors.Next(prepared.Planes), refusal => throw new InvalidOperationException(refusal)))!;

    private async Task AssertOver(CrashTechnician[] sessions, DateTimeOffset since, TimeSpan limit)
    {
        foreach (var session in sessions)
        {
            await Eventually.True(() => session.Over, "the session to end");
            var took = session.EndedAt!.Value - since;
            output.WriteLine($"ended after {took.TotalMilliseconds:0} ms");
            Assert.True(took <= limit, $"ended {took.TotalMilliseconds:0} ms after the fault, at most {limit.TotalMilliseconds:0} are allowed");
        }
    }

    private static async Task AssertRefused(PreparedPlanes prepared)
    {
        await using var client = OpenSshClient.Start(await prepared.Doors.Next(prepared.Planes));
        await client.Exited.Within("the refusal");
        var said = client.Received.Text + client.Errors.Text;
        Assert.True(RecorderGone.Exists(sentence => said.Contains(sentence, StringComparison.Ordinal)), said);
    }

    private async Task AssertNothingBeyondTheRecording(PreparedPlanes prepared, CrashTechnician[] sessions)
    {
        await prepared.Planes.Kill(Plane.Recorder);
        await prepared.Planes.Start(Plane.Recorder);
        var figures = new CrashFigures();
        await new DeliveryCheck(prepared.Planes, prepared.Device, figures).Run([.. sessions.Select(session => (session.Token, session.Received))]);
        output.WriteLine(figures.ToString());
        Assert.Empty(figures.Violations);
        Assert.True(figures.ReceivedByTechnicians > 0 && figures.ReceivedByDevice > 0);
    }
}
