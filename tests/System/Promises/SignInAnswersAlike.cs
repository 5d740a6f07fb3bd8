using Bastion.Testing;

namespace Bastion.SystemTests.Promises;

/// <summary>Wrong password, wrong code, replayed code and unknown user cannot be told apart by what is said.</summary>
public sealed class SignInAnswersAlike : SystemTest
{
    [PeerFact("sshd", "ssh", "unshare", "root")]
    public async Task SignIn_EveryKindOfWrong_SaysTheSameWords()
    {
        await Hospital.Approved();
        var right = Hospital.Ssh() with { Terminal = false, Command = "true" };
        await using (var first = OpenSshClient.Start(Hospital.Ssh()))
        {
            await first.Received.WaitFor("$ ");
        }

        right = Hospital.Ssh();
        await using (var first = OpenSshClient.Start(right))
        {
            await first.Received.WaitFor("$ ");
        }

        var wrongPassword = await Refusal(Hospital.Ssh(), answers => ["wrong", answers[1]]);
        var wrongCode = await Refusal(Hospital.Ssh(), answers => [answers[0], answers[1] == "000000" ? "000001" : "000000"]);
        var replayed = await Refusal(right, answers => [.. answers]);
        var unknown = await Refusal(Hospital.Ssh() with { User = "nobody+ANA-01" }, answers => [.. answers]);
        Assert.Equal(wrongPassword, wrongCode);
        Assert.Equal(wrongPassword, replayed);
        Assert.Equal(wrongPassword, unknown.Replace("nobody", "sami.belkacem", StringComparison.Ordinal));
        await Evidence.Entry("sign_in.refused");
    }

    private static async Task<string> Refusal(OpenSshOptions options, Func<IReadOnlyList<string>, IReadOnlyList<string>> answers)
    {
        await using var client = OpenSshClient.Start(options with { Answers = answers(options.Answers) });
        Assert.Equal(255, await client.Exited.Within("ssh to end"));
        Assert.Empty(client.Received.ToArray());
        return $"{string.Join('\n', client.Prompts)}\n{client.Errors.Text}";
    }
}
