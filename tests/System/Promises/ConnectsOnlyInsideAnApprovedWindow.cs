using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>No session outside an approved intervention inside its half-open window; each refusal has its own sentence and its own journal entry.</summary>
public sealed class ConnectsOnlyInsideAnApprovedWindow : SystemTest
{
    private static readonly TimeSpan Later = TimeSpan.FromHours(2);

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Connect_NothingAsked_IsRefused() =>
        await AssertRefused(Hospital.Ssh(), "No approved intervention is yours on this device now.", "device.unknown");

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Connect_AskedButNotApproved_IsRefused()
    {
        await (await Hospital.Technician("sami.belkacem")).Request("ANA-01", Hospital.Now, TimeSpan.FromHours(1));
        await AssertRefused(Hospital.Ssh(), "This intervention is requested.", "intervention.not_open");
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Connect_OneTickBeforeTheWindow_IsRefusedAndAtItsFirstInstantOpens()
    {
        await Hospital.Approved(startsIn: Later);
        var start = Hospital.Morning + Later;
        Hospital.Clock.SetUtcNow(start - TimeSpan.FromTicks(1));
        await AssertRefused(Hospital.Ssh(), "Your window opens on", "window.not_yet");

        Hospital.Clock.SetUtcNow(start);
        await using var client = await Shell();
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Connect_AtTheEndOfTheWindow_IsRefused()
    {
        await Hospital.Approved(length: TimeSpan.FromHours(1));
        await using (var inside = await Shell())
        {
            inside.Type("exit\n");
            await inside.Exited.Within("the session to end");
        }

        Hospital.Clock.SetUtcNow(Hospital.Morning + TimeSpan.FromHours(1));
        await AssertRefused(Hospital.Ssh(), "Your window ended on", "window.over");
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Connect_Revoked_IsRefused()
    {
        var (id, _) = await Hospital.Approved();
        await (await Hospital.Staff("claire.aubanel")).Revoke(id);
        await AssertRefused(Hospital.Ssh(), "This intervention is refused.", "intervention.not_open");
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Connect_DeviceOfAnotherVendor_IsRefused()
    {
        await Hospital.Approved();
        await AssertRefused(Hospital.Ssh("tom.verhagen"), "No approved intervention is yours on this device now.", "device.unknown");
    }

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Connect_ColleagueWhoIsNotNamed_IsRefused()
    {
        await Hospital.Approved();
        await AssertRefused(Hospital.Ssh("lucie.marchesi"), "No approved intervention is yours on this device now.", "device.unknown");
    }
}
