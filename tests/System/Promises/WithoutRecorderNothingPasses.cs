using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>Recorder stopped: live sessions end, new ones are refused with the reason, staff can still sign in and stop.</summary>
public sealed class WithoutRecorderNothingPasses : SystemTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Recorder_Stopped_EndsSessionsRefusesNewOnesAndLetsStaffStop()
    {
        var (id, _) = await Hospital.Approved();
        await using var client = await Shell();
        await Hospital.StopRecorder();
        try
        {
            client.Type("echo lost-$((6*7))\n");
        }
        catch (IOException)
        {
            // Over already: a Recorder that leaves in order ends its streams at once.
        }

        await Eventually.True(
            () =>
            {
                Hospital.Clock.Advance(TimeSpan.FromMilliseconds(200));
                return client.HasExited;
            },
            "the session to end");
        Assert.DoesNotContain("lost-42", client.Received.Text, StringComparison.Ordinal);
        Assert.Contains("nothing passes without being recorded", client.Received.Text + client.Errors.Text, StringComparison.Ordinal);

        // The opening itself could not be journaled: that is what is said first.
        Assert.Contains("Opening is paused by the hospital.", await Said(Hospital.Ssh()), StringComparison.Ordinal);
        await (await Hospital.Staff("claire.aubanel")).Revoke(id);

        await Hospital.StartRecorder();
        Hospital.Clock.Advance(TimeSpan.FromMinutes(3));
        var recorded = await Evidence.Sealed(id);
        Assert.Equal(client.Received.Length, recorded.Output.AsSpan().CommonPrefixLength(client.Received.ToArray()));
        await Evidence.Entry("intervention.revoked");
    }
}
