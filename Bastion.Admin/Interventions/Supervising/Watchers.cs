using System.Collections.Concurrent;

namespace Bastion.Admin.Interventions.Supervising;

/// <summary>Who looks at which session now. In memory: after a restart everybody who still looks says so within seconds.</summary>
internal sealed class Watchers(TimeProvider time)
{
    /// <summary>A page that is visible says so every five seconds; three missed are absence.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>"Still watching" is confirmed by hand at least so often.</summary>
    public static readonly TimeSpan TapEvery = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<(Guid Session, Guid Staff), Watch> watches = [];
    private volatile TaskCompletionSource changed = New();

    /// <summary>Completes at the next heartbeat. Take it before looking.</summary>
    public Task Next => changed.Task;

    /// <summary>The page of this person is visible.</summary>
    /// <returns>True when this person was not watching before.</returns>
    public bool Beat(Guid session, Guid staff, string name, bool tapped)
    {
        var now = time.GetUtcNow();
        var known = watches.TryGetValue((session, staff), out var before);
        var again = !known || now - before!.SeenAt >= Grace;
        watches[(session, staff)] = new Watch(name, now, tapped || before is null ? now : before.TappedAt);
        Interlocked.Exchange(ref changed, New()).TrySetResult();
        return again;
    }

    public bool Any(Guid session) => Names(session).Count > 0;

    public IReadOnlyList<string> Names(Guid session)
    {
        var now = time.GetUtcNow();
        return [.. watches.Where(pair => pair.Key.Session == session && Looks(pair.Value, now)).Select(pair => pair.Value.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>Those who stopped looking since the last call.</summary>
    public IReadOnlyList<(Guid Session, Guid Staff, string Name)> Left()
    {
        var now = time.GetUtcNow();
        var gone = watches.Where(pair => !Looks(pair.Value, now)).ToList();
        return [.. gone.Where(pair => watches.TryRemove(pair)).Select(pair => (pair.Key.Session, pair.Key.Staff, pair.Value.Name))];
    }

    private static bool Looks(Watch watch, DateTimeOffset now) => now - watch.SeenAt < Grace && now - watch.TappedAt < TapEvery;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Watch(string Name, DateTimeOffset SeenAt, DateTimeOffset TappedAt);
}
