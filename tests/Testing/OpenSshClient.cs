using System.Text;

namespace Bastion.Testing;

/// <summary>
/// The technician's own client: the real ssh with a configuration of the test. Prompts are answered through SSH_ASKPASS (or typed, on a screen),
/// every byte is kept. Without <see cref="OpenSshOptions.OnScreen"/> the standard output is a pipe and therefore exactly what the server sent.
/// </summary>
public sealed class OpenSshClient : IAsyncDisposable
{
    private readonly TemporaryDirectory directory;
    private readonly PseudoTerminal? screen;
    private readonly ChildProcess process;

    private OpenSshClient(TemporaryDirectory directory, PseudoTerminal? screen, ChildProcess process)
    {
        this.directory = directory;
        this.screen = screen;
        this.process = process;
    }

    /// <summary>What the technician received: standard output, or the screen.</summary>
    public ByteLog Received => screen?.Screen ?? process.Output;

    /// <summary>Standard error: banners, ssh's own words, the server's extended data.</summary>
    public ByteLog Errors => process.Errors;

    public Task<int> Exited => process.Exited;

    /// <summary>The process is over; what it printed may still be read.</summary>
    public Task Gone => process.Gone;

    public bool HasExited => process.HasExited;

    public int ProcessId => process.Id;

    public PseudoTerminal Screen => screen ?? throw new InvalidOperationException("Not on a screen.");

    /// <summary>The prompts that were shown so far, in order.</summary>
    public string[] Prompts => File.Exists(directory.At("prompts")) ? File.ReadAllLines(directory.At("prompts")) : [];

    public static OpenSshClient Start(OpenSshOptions options)
    {
        var directory = new TemporaryDirectory("ssh");
        for (var index = 0; index < options.Answers.Count; index++)
        {
            directory.Write($"answer-{index + 1}", options.Answers[index] + "\n");
        }

        var ask = directory.Write("ask", """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 1
            printf '%s\n' "$1" | tr '\n' ' ' >> prompts; echo >> prompts
            n=$(($(cat asked 2>/dev/null || echo 0) + 1)); echo "$n" > asked
            cat "answer-$n" 2>/dev/null
            """ + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var known = directory.Write("known_hosts", options.HostKey is { } key ? $"[{options.Host}]:{options.Port} {key}\n" : "");
        var configuration = directory.Write("config", Configuration(options, known));
        List<string> arguments = options.ProgramArguments is { } own ? [.. own(configuration)] :
        [
            "-F", configuration, .. options.Terminal && !options.OnScreen ? ["-tt"] : Array.Empty<string>(),
            .. options.Terminal ? [] : new[] { "-T" }, .. options.Jump is null ? [] : new[] { "-J", "jump" }, .. options.Arguments, "bastion",
        ];
        if (options.Command is not null && options.ProgramArguments is null)
        {
            arguments.Add(options.Command);
        }

        Dictionary<string, string?> environment = new()
        {
            ["SSH_ASKPASS"] = ask,
            ["SSH_ASKPASS_REQUIRE"] = options.OnScreen && options.Answers.Count == 0 ? "never" : "force",
            ["DISPLAY"] = ":0",
            ["SSH_AUTH_SOCK"] = null,
            ["HOME"] = directory.Path,
            ["TERM"] = "xterm-256color",
            ["LC_ALL"] = null,
            ["LANG"] = "C.UTF-8",
        };
        var screen = options.OnScreen ? new PseudoTerminal() : null;
        var process = screen?.Run("ssh", arguments, environment)
            ?? (options.DiscardOutput ? ChildProcess.Start("sh", ["-c", "exec ssh \"$@\" >/dev/null", "sh", .. arguments], environment) : ChildProcess.Start(options.Program, arguments, environment));
        return new OpenSshClient(directory, screen, process);
    }

    public void Type(string text) => Type(Encoding.UTF8.GetBytes(text));

    public void Type(byte[] bytes)
    {
        if (screen is not null)
        {
            screen.Type(Encoding.UTF8.GetString(bytes));
            return;
        }

        process.Input.Write(bytes);
        process.Input.Flush();
    }

    public async Task TypeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await process.Input.WriteAsync(bytes, cancellation);
        await process.Input.FlushAsync(cancellation);
    }

    public void CloseInput() => process.Input.Close();

    public void Kill() => process.Kill();

    public void Signal(int signal) => process.Signal(signal);

    /// <summary>Everything that the technician could read, for the message of a failed test.</summary>
    public override string ToString() => $"received: {Received.Text}\nerrors: {Errors.Text}\nprompts: {string.Join(" | ", Prompts)}";

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        screen?.Dispose();
        directory.Dispose();
    }

    private static string Configuration(OpenSshOptions options, string known) => $"""
        {(options.Jump is { } jump ? $"Host jump\n  HostName {jump.Host}\n  Port {jump.Port}\n  User {jump.User}\n  IdentityFile {jump.Identity}" : "")}
        Host *
          HostName {options.Host}
          Port {options.Port}
          User {options.User}
          UserKnownHostsFile {known}
          GlobalKnownHostsFile none
          StrictHostKeyChecking {(options.HostKey is null ? "no" : "yes")}
          UpdateHostKeys no
          LogLevel INFO
          NumberOfPasswordPrompts {options.PasswordPrompts}
          IdentityAgent none
          IdentitiesOnly yes
          PubkeyAuthentication {(options.Identity is null ? "no" : "yes")}
          PreferredAuthentications publickey,keyboard-interactive,password
          ConnectTimeout 60
          ServerAliveInterval 0
          EscapeChar none
        {(options.Identity is { } identity ? "  IdentityFile " + identity : "")}
        {(options.Ciphers is { } ciphers ? "  Ciphers " + ciphers : "")}

        """;
}
