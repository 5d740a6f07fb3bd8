using Bastion.Hosting;

namespace Bastion.Gateway.SshBroker;

/// <summary>Who may begin to sign in over SSH, how many at once and how long they may take.</summary>
public sealed class SshAdmissionSettings
{
    /// <summary>From the accepted connection to the end of authentication, whatever happens (sshd: LoginGraceTime).</summary>
    public int LoginGraceSeconds { get; init; } = 30;

    /// <summary>Unauthenticated connections from which on new ones are dropped at random, surely at <see cref="MaxStarts"/> (sshd: MaxStartups).</summary>
    public int EarlyDropFrom { get; init; } = 60;

    /// <summary>Probability of a drop at <see cref="EarlyDropFrom"/>, percent; rises in a straight line to 100.</summary>
    public int EarlyDropPercent { get; init; } = 30;

    public int MaxStarts { get; init; } = 200;

    /// <summary>Unauthenticated connections of one source (an IPv4 address, an IPv6 /64).</summary>
    public int MaxStartsPerSource { get; init; } = 16;

    /// <summary>New connections per second of one source, and a burst of as many; each costs a key exchange.</summary>
    public int StartsPerSecondPerSource { get; init; } = 20;

    /// <summary>New connections per second of all sources: what key exchanges may take from running sessions.</summary>
    public int StartsPerSecond { get; init; } = 100;

    /// <summary>Failed sign-ins of a source before its new connections wait; every further one doubles the wait.</summary>
    public int FailuresBeforeBackOff { get; init; } = 5;

    public int MaxBackOffSeconds { get; init; } = 300;

    /// <summary>Authenticated connections at once, all sources together.</summary>
    public int MaxConnections { get; init; } = 1024;

    internal void Validate(SettingsErrors errors)
    {
        InRange(errors, "ssh.loginGraceSeconds", LoginGraceSeconds, 5, 120);
        InRange(errors, "ssh.maxStarts", MaxStarts, 1, 10_000);
        InRange(errors, "ssh.earlyDropFrom", EarlyDropFrom, 1, MaxStarts);
        InRange(errors, "ssh.earlyDropPercent", EarlyDropPercent, 0, 100);
        InRange(errors, "ssh.maxStartsPerSource", MaxStartsPerSource, 1, MaxStarts);
        InRange(errors, "ssh.startsPerSecondPerSource", StartsPerSecondPerSource, 1, 10_000);
        InRange(errors, "ssh.startsPerSecond", StartsPerSecond, 1, 10_000);
        InRange(errors, "ssh.failuresBeforeBackOff", FailuresBeforeBackOff, 1, 100);
        InRange(errors, "ssh.maxBackOffSeconds", MaxBackOffSeconds, 1, 3600);
        InRange(errors, "ssh.maxConnections", MaxConnections, 1, 100_000);
    }

    private static void InRange(SettingsErrors errors, string key, int value, int least, int most)
    {
        if (value < least || value > most)
            errors.Add(key, $"must be from {least} to {most}");
    }
}
