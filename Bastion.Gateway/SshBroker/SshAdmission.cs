using System.Net;

namespace Bastion.Gateway.SshBroker;

/// <summary>
/// Decides in constant time and memory whether a new connection may begin to sign in: before a byte is read, before a key is computed.
/// Live sessions are not counted here and cannot be pushed out from here.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Which connection of a flood is dropped is no secret.")]
internal sealed class SshAdmission(SshAdmissionSettings settings, TimeProvider time)
{
    /// <summary>Sources remembered; beyond it the ones without a live start are forgotten first.</summary>
    public const int MaxSources = 16_384;

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<SourceKey, SourceRecord> sources = [];
    private int starts;
    private double tokens = settings.StartsPerSecond;
    private long refilled = time.GetTimestamp();

    private sealed class SourceRecord
    {
        public int Starts { get; set; }

        public int Failures { get; set; }

        public double Tokens { get; set; }

        public long Seen { get; set; }

        public long BlockedUntil { get; set; }
    }

    /// <summary>Null admits: give it back with <see cref="Leave"/>. Otherwise the word of the metric for why not.</summary>
    public string? Enter(IPAddress address)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            var source = SourceOf(SourceKey.Of(address), now);
            if (source is null)
                return "sources";
            source.Tokens = Math.Min(settings.StartsPerSecondPerSource, source.Tokens + Seconds(source.Seen, now) * settings.StartsPerSecondPerSource);
            source.Seen = now;
            if (now < source.BlockedUntil)
                return "back_off";
            if (source.Starts >= settings.MaxStartsPerSource)
                return "source_starts";
            if (source.Tokens < 1)
                return "source_rate";
            tokens = Math.Min(settings.StartsPerSecond, tokens + Seconds(refilled, now) * settings.StartsPerSecond);
            refilled = now;
            if (tokens < 1)
                return "rate";
            if (starts >= settings.MaxStarts || DropsEarly())
                return "starts";
            source.Tokens--;
            tokens--;
            source.Starts++;
            starts++;
            return null;
        }
    }

    /// <summary>The connection signed in, failed or went: it is no start any more.</summary>
    public void Leave(IPAddress address)
    {
        lock (gate)
        {
            starts--;
            if (sources.TryGetValue(SourceKey.Of(address), out var source))
                source.Starts--;
        }
    }

    public void SignedIn(IPAddress address)
    {
        lock (gate)
            if (sources.TryGetValue(SourceKey.Of(address), out var source))
                source.Failures = 0;
    }

    /// <summary>A connection ended without a sign-in after it tried one.</summary>
    public void Failed(IPAddress address)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (SourceOf(SourceKey.Of(address), now) is not { } source)
                return;
            source.Failures++;
            var over = source.Failures - settings.FailuresBeforeBackOff;
            if (over < 0)
                return;
            var wait = TimeSpan.FromSeconds(Math.Min(FirstBackOff.TotalSeconds * Math.Pow(2, Math.Min(over, 20)), settings.MaxBackOffSeconds));
            source.BlockedUntil = now + (long)(wait.TotalSeconds * time.TimestampFrequency);
        }
    }

    private bool DropsEarly()
    {
        if (starts < settings.EarlyDropFrom)
            return false;
        var share = (double)(starts - settings.EarlyDropFrom) / Math.Max(1, settings.MaxStarts - settings.EarlyDropFrom);
        return Random.Shared.NextDouble() * 100 < settings.EarlyDropPercent + share * (100 - settings.EarlyDropPercent);
    }

    private SourceRecord? SourceOf(SourceKey key, long now)
    {
        if (sources.TryGetValue(key, out var source))
        {
            if (source.Starts == 0 && time.GetElapsedTime(source.Seen, now) > ForgetAfter)
                source.Failures = 0;
            return source;
        }
        if (sources.Count >= MaxSources && !MakeRoom(now))
            return null;
        source = new SourceRecord { Tokens = settings.StartsPerSecondPerSource, Seen = now };
        sources.Add(key, source);
        return source;
    }

    // Called only when the table is full: one pass drops everybody who is neither here nor waiting out a back-off.
    private bool MakeRoom(long now)
    {
        var idle = sources.Where(s => s.Value.Starts == 0 && s.Value.BlockedUntil <= now).Select(s => s.Key).ToArray();
        foreach (var key in idle)
            sources.Remove(key);
        return idle.Length > 0;
    }

    private double Seconds(long from, long to) => time.GetElapsedTime(from, to).TotalSeconds;
}
