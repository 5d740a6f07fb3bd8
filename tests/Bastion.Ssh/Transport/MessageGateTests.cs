using Bastion.Ssh.Transport;

namespace Bastion.Ssh.Tests.Transport;

/// <summary>Every message number in every state, against a table that was written down once more from the RFCs.</summary>
public sealed class MessageGateTests
{
    public static TheoryData<SshRole, string> States()
    {
        var states = new TheoryData<SshRole, string>();
        foreach (SshRole role in Enum.GetValues<SshRole>())
        {
            foreach (string state in new[] { "first", "first-strict", "service", "authentication", "connection", "rekey-auth", "rekey" })
            {
                states.Add(role, state);
            }
        }

        return states;
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Gate_EachOf256Numbers_GetsWhatTheTableSays(SshRole role, string state)
    {
        (TransportPhase phase, bool exchanging, bool strict) = state switch
        {
            "first" => (TransportPhase.FirstKeyExchange, true, false),
            "first-strict" => (TransportPhase.FirstKeyExchange, true, true),
            "service" => (TransportPhase.Service, false, true),
            "authentication" => (TransportPhase.Authentication, false, true),
            "connection" => (TransportPhase.Connection, false, true),
            "rekey-auth" => (TransportPhase.Authentication, true, true),
            _ => (TransportPhase.Connection, true, true),
        };
        for (int number = 0; number < 256; number++)
        {
            Assert.Equal((number, Expected(role, state, number)), (number, MessageGate.Judge(role, phase, exchanging, strict, (byte)number).ToString()));
        }
    }

    private static string Expected(SshRole role, string state, int number)
    {
        bool server = role == SshRole.Server;
        string transport = state switch
        {
            "first-strict" => "1 20-21 30-49",
            "first" or "rekey" or "rekey-auth" => "1-4 20-21 30-49",
            "service" => server ? "1-5 7 20" : "1-4 6 7 20",
            "authentication" => server ? "1-4 20" : "1-4 7 20",
            _ => "1-4 20",
        };
        string deliver = state switch
        {
            "authentication" => server ? "50 61" : "51-53 60",
            "connection" => "80-82 90-100",
            _ => "",
        };
        string ignore = state == "connection" && server ? "50" : "";
        string unimplemented = state switch
        {
            "service" => "8-19 22-29",
            "authentication" => "8-19 22-29 54-59 62-79",
            "connection" => "8-19 22-29 54-59 62-79 83-89 101-255",
            _ => "",
        };
        return Has(transport, number) ? "Transport"
            : Has(deliver, number) ? "Deliver"
            : Has(ignore, number) ? "Ignore"
            : Has(unimplemented, number) ? "Unimplemented"
            : "Disconnect";
    }

    private static bool Has(string ranges, int number) => ranges.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(range =>
    {
        int[] ends = [.. range.Split('-').Select(int.Parse)];
        return number >= ends[0] && number <= ends[^1];
    });
}
