using System.Diagnostics;
using System.Globalization;
using Bastion.Testing;

namespace Bastion.Benchmarks;

/// <summary>What is measured on a way; each answers values of one round, so that rounds of all ways can be interleaved.</summary>
internal static class Measures
{
    /// <summary>Milliseconds of `ssh device true`.</summary>
    public static async Task<double> Connect(Route route)
    {
        var options = await route.Client() with { Terminal = false, Command = "true" };
        var start = Stopwatch.GetTimestamp();
        await Run(options);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Megabytes (10^6) per second of standard output, from the first byte to the client's end.</summary>
    public static async Task<double> Bulk(Route route, long bytes, string cipher)
    {
        var command = $"echo go >&2; exec head -c {bytes.ToString(CultureInfo.InvariantCulture)} /dev/zero";
        await using var client = OpenSshClient.Start(await route.Client() with { Terminal = false, DiscardOutput = true, Command = command, Ciphers = cipher });
        await client.Errors.WaitFor("go\n");
        var start = Stopwatch.GetTimestamp();
        var code = await client.Exited.Within("ssh to end", TimeSpan.FromMinutes(5));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (code != 0)
        {
            throw new InvalidOperationException($"ssh failed: {client}");
        }

        return bytes / 1e6 / seconds;
    }

    /// <summary>Megabytes (10^6) per second of sftp's get or put of one file, from the command to its end; sign-in and start are over by then.</summary>
    /// <param name="command">As typed at sftp's prompt.</param>
    public static async Task<double> Sftp(Route route, string command, long bytes, string cipher)
    {
        var options = await route.Client() with { Program = "sftp", Terminal = false, Ciphers = cipher };
        string[] jump = options.Jump is null ? [] : ["-J", "jump"];
        await using var client = OpenSshClient.Start(options with { ProgramArguments = configuration => ["-F", configuration, "-o", "BatchMode=no", .. jump, "-q", "-b", "-", "bastion"] });
        client.Type("pwd\n");
        await client.Received.WaitFor("Remote working directory");
        var start = Stopwatch.GetTimestamp();
        client.Type(command + "\nlpwd\n");
        await client.Received.WaitFor("Local working directory", patience: TimeSpan.FromMinutes(5));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        client.CloseInput();
        return await client.Exited.Within("sftp to end", TimeSpan.FromMinutes(5)) == 0 ? bytes / 1e6 / seconds : throw new InvalidOperationException($"sftp failed: {client}");
    }

    /// <summary>Milliseconds from a typed byte to its echo, with 10 ms between keys.</summary>
    public static async Task<double[]> Keystrokes(Route route, int count)
    {
        await using var client = OpenSshClient.Start(await route.Client() with { Command = "stty raw -echo; echo ready; exec cat" });
        await client.Received.WaitFor("ready");
        var key = new byte[] { (byte)'k' };
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var trips = new List<double>();
        for (var index = 0; index < count; index++)
        {
            await pause.WaitForNextTickAsync();
            var expected = client.Received.Length + 1;
            var start = Stopwatch.GetTimestamp();
            client.Type(key);
            await client.Received.WaitForLength(expected);
            trips.Add(Stopwatch.GetElapsedTime(start, client.Received.LastAt).TotalMilliseconds);
        }

        return [.. trips];
    }

    /// <summary>Bytes of memory per idle session: growth of the servers over the sessions that were opened.</summary>
    public static async Task<double> IdleMemory(Route route, int sessions)
    {
        var before = route.Memory();
        var clients = new List<OpenSshClient>();
        try
        {
            foreach (var batch in Enumerable.Range(0, sessions).Chunk(4))
            {
                var opened = new List<OpenSshClient>();
                foreach (var _ in batch)
                {
                    opened.Add(OpenSshClient.Start(await route.Client() with { Terminal = false, Command = "echo ready; exec cat" }));
                }

                clients.AddRange(opened);
                await Task.WhenAll(opened.Select(client => client.Received.WaitFor("ready")));
            }

            return (route.Memory() - before) / (double)sessions;
        }
        finally
        {
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private static async Task Run(OpenSshOptions options)
    {
        await using var client = OpenSshClient.Start(options);
        if (await client.Exited.Within("ssh to end") != 0)
        {
            throw new InvalidOperationException($"ssh failed: {client}");
        }
    }
}
