using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>Coverage: every session that was permitted has one sealed recording that verifies, with the word that journal and metric have.</summary>
public sealed class EverySessionIsCovered : SystemTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task Sessions_EndedInSeveralWays_HaveOneSealedRecordingEach()
    {
        var (id, _) = await Hospital.Approved();
        await using (var byDevice = await Shell())
        {
            byDevice.Type("exit\n");
            await byDevice.Exited.Within("the session to end");
        }

        await using (var lost = await Shell())
        {
            lost.Kill();
        }

        await using (var silent = await Shell())
        {
            await (await Hospital.Staff("claire.aubanel")).Revoke(id);
            await silent.Exited.Within("the session to end");
        }

        var recordings = await Eventually.Value(
            async () => await Evidence.List() is { Count: 3 } all && all.All(one => one.State == "Sealed") ? all : null,
            "three sealed recordings");
        var permitted = await Evidence.Entries(request => request.KindPrefix = "session.permitted");
        Assert.Equal(permitted.Select(entry => entry.Entry.SessionId).Order(), recordings.Select(recording => recording.SessionId).Order());
        Assert.Single(recordings, recording => Orderly.Contains(recording.EndReason));
        Assert.Single(recordings, recording => recording.EndReason == "StaffRevoked");
        Assert.Single(recordings, recording => recording.EndReason == "TechnicianLost");
        foreach (var recording in recordings)
        {
            Assert.True((await Evidence.Verify(recording.RecordingId)).Intact);
            var ended = await Evidence.Entry("session.ended", entry => entry.Entry.SessionId == recording.SessionId);
            Assert.Equal(recording.EndReason, ended.Entry.Facts["reason"]);
            await Evidence.Entry("recording.sealed", entry => entry.Entry.SessionId == recording.SessionId);
        }

        var metrics = await Hospital.Metrics();
        foreach (var reason in recordings.Select(recording => recording.EndReason))
        {
            Assert.Contains($"reason=\"{reason}\"", metrics, StringComparison.Ordinal);
        }
    }
}
