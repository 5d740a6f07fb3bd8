namespace Bastion.Testing;

/// <summary>How ssh is called.</summary>
public sealed record OpenSshOptions
{
    public string Host { get; init; } = "127.0.0.1";

    public required int Port { get; init; }

    public required string User { get; init; }

    /// <summary>Answers to prompts, in order; when they are used up the next prompt is given up.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>Private key file; null: no key is offered.</summary>
    public string? Identity { get; init; }

    /// <summary>What to run; null: a shell.</summary>
    public string? Command { get; init; }

    /// <summary>Ask for a terminal on the far side although ours is a pipe (-tt): the bytes that arrive are exact.</summary>
    public bool Terminal { get; init; } = true;

    /// <summary>Run on a real pseudo-terminal: prompts and bytes are what a person sees.</summary>
    public bool OnScreen { get; init; }

    /// <summary>Type of the algorithm and base64 of the key that the server must show; null: any is taken.</summary>
    public string? HostKey { get; init; }

    /// <summary>More arguments before the host, such as -L, -N, -s.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A jump host on the way (ssh -J).</summary>
    public OpenSshOptions? Jump { get; init; }

    /// <summary>Throw standard output away (to /dev/null) instead of keeping it: for measuring, where the reader must not be the brake.</summary>
    public bool DiscardOutput { get; init; }

    /// <summary>Another program that takes ssh's options, such as sftp or scp; <see cref="ProgramArguments"/> makes its arguments.</summary>
    public string Program { get; init; } = "ssh";

    /// <summary>From the path of the configuration, in which the host is "bastion", to all arguments of <see cref="Program"/>.</summary>
    public Func<string, IReadOnlyList<string>>? ProgramArguments { get; init; }

    /// <summary>The only ciphers on offer, on the way to a jump host too; null: what ssh offers by itself.</summary>
    public string? Ciphers { get; init; }

    public int PasswordPrompts { get; init; } = 3;
}
