using System.Text;
using Bastion.Hospitals;
using Bastion.Testing;

namespace Bastion.SystemTests.Crashes;

/// <summary>Compares what technicians and device received with what is recorded: nothing may have arrived that is not in a sealed recording.</summary>
internal sealed class DeliveryCheck(HospitalProcesses planes, SshDevice device, CrashFigures figures)
{
    public async Task Run(IReadOnlyList<(string Token, byte[] Received)> finished)
    {
        var all = await Eventually.Value(
            async () => await planes.Evidence.List() is var list && list.All(one => one.State == "Sealed") ? list : null,
            "every recording to be sealed",
            TimeSpan.FromMinutes(3));
        figures.SealedRecordings = all.Count;
        var journal = await planes.Evidence.Entries(request => request.KindPrefix = "session.permitted");
        foreach (var entry in journal.Where(entry => all.All(one => one.SessionId != entry.Entry.SessionId)))
        {
            // Permitted and killed before Recorder was asked: no byte can have passed, and no session began.
            if (!entry.Entry.SessionId.Equals("", StringComparison.Ordinal) && (await planes.Evidence.Entries(request => request.SessionId = entry.Entry.SessionId)).Any(one => one.Entry.Kind == "session.activated"))
            {
                figures.Violations.Add($"session {entry.Entry.SessionId} was active and has no recording");
            }
        }

        var outputs = new Dictionary<string, byte[]>();
        var inputs = new Dictionary<string, byte[]>();
        foreach (var summary in all)
        {
            figures.EndReasons[summary.EndReason] = figures.EndReasons.GetValueOrDefault(summary.EndReason) + 1;
            if (await planes.Evidence.Verify(summary.RecordingId) is { Intact: false } bad)
            {
                figures.Violations.Add($"recording {summary.RecordingId} does not verify: {bad.Text}");
            }

            var recorded = await planes.Evidence.Read(summary.RecordingId);
            figures.RecordedOutput += recorded.Output.Length;
            figures.RecordedInput += recorded.Input.Length;
            if (FirstWord(recorded.Output, "tag ") is { } tag)
            {
                outputs[tag] = recorded.Output;
            }

            if (FirstWord(recorded.Input, "") is { } token)
            {
                inputs[token] = recorded.Input;
            }
        }

        foreach (var (token, received) in finished)
        {
            figures.ReceivedByTechnicians += received.Length;
            if (received.Length > 0)
            {
                Judge($"technician {token}", received, FirstWord(received, "tag ") is { } tag ? outputs.GetValueOrDefault(tag) : Longest(outputs, received));
            }
        }

        foreach (var (tag, received) in PatternDevice.Received(device))
        {
            figures.ReceivedByDevice += received.Length;
            if (received.Length > 0)
            {
                Judge($"device {tag}", received, FirstWord(received, "") is { } token ? inputs.GetValueOrDefault(token) : Longest(inputs, received));
            }
        }
    }

    private void Judge(string who, byte[] received, byte[]? recorded)
    {
        if (recorded is null)
        {
            figures.Violations.Add($"{who}: {received.Length} bytes arrived and no recording holds them");
            return;
        }

        var same = recorded.AsSpan().CommonPrefixLength(received);
        if (same < received.Length)
        {
            figures.Violations.Add($"{who}: {received.Length - same} of {received.Length} bytes arrived and are not recorded (recorded {recorded.Length}, the same up to {same})");
        }
    }

    /// <summary>Too little arrived to tell whose it is: it must at least be the beginning of something.</summary>
    private static byte[]? Longest(Dictionary<string, byte[]> recordings, byte[] received) =>
        recordings.Values.MaxBy(recorded => recorded.AsSpan().CommonPrefixLength(received));

    private static string? FirstWord(byte[] bytes, string prefix)
    {
        var text = Encoding.ASCII.GetString(bytes, 0, Math.Min(bytes.Length, 4096));
        var from = text.IndexOf(prefix, StringComparison.Ordinal);
        if (from < 0)
        {
            return null;
        }

        var until = text.IndexOfAny([' ', '\n'], from + prefix.Length);
        return until < 0 ? null : text[(from + prefix.Length)..until];
    }
}
