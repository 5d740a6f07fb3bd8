using System.Diagnostics;
using System.Globalization;
using Bastion.Admin.Contracts;
using Bastion.Hospitals;
using Bastion.Testing;
using Grpc.Core;
using Xunit.Abstractions;

namespace Bastion.SystemTests.Promises;

/// <summary>A flood of failed sign-ins (a million with BASTION_FAILED_SIGN_INS=1000000) leaves a live session alone and does not fill the journal.</summary>
public sealed class FailedSignInsLeaveSessionsAlone(ITestOutputHelper output) : SystemTest
{
    private const int ShortForm = 3000;
    private const int Parallel = 32;
    private const int MostEntries = 200;

    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task SignIns_FailedInAFlood_LeaveALiveSessionAndTheJournalAlone()
    {
        var asked = int.TryParse(Environment.GetEnvironmentVariable("BASTION_FAILED_SIGN_INS"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : ShortForm;
        await Hospital.Approved();
        await using var client = await Shell();
        var left = asked;
        var accepted = 0;
        var identity = Hospital.Identity;
        var began = Stopwatch.GetTimestamp();
        var flood = Task.WhenAll(Enumerable.Range(0, Parallel).Select(lane => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                try
                {
                    // Half at a person who is there, half at nobody.
                    var reply = await TechnicianClient.TrySignIn(identity, lane % 2 == 0 ? "sami.belkacem" : $"nobody{lane}", "wrong", "000000");
                    if (reply.OutcomeCase == SignInReply.OutcomeOneofCase.SignedIn)
                    {
                        Interlocked.Increment(ref accepted);
                    }
                }
                catch (RpcException refused) when (refused.StatusCode is StatusCode.ResourceExhausted or StatusCode.Unavailable)
                {
                    // Too busy is an answer too.
                }
            }
        })));

        var echoes = 0;
        while (!flood.IsCompleted)
        {
            var word = $"word{++echoes}";
            client.Type($"echo {word}-$((6*7))\n");
            await client.Received.WaitFor($"{word}-42", TimeSpan.FromSeconds(10));
        }

        await flood;
        output.WriteLine($"{asked} failed sign-ins in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, {echoes} commands answered meanwhile");
        Assert.Equal(0, accepted);
        Assert.False(client.HasExited);
        Hospital.Clock.Advance(TimeSpan.FromSeconds(50));
        await Evidence.Entry("sign_in.refused");
        Assert.InRange((await Evidence.Entries(request => request.KindPrefix = "sign_in.refused")).Count, 1, MostEntries);
    }
}
