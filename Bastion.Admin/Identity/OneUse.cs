using System.Collections.Concurrent;

namespace Bastion.Admin.Identity;

/// <summary>Remembers what was presented until it would expire anyway, so that a second time is seen.</summary>
internal sealed class OneUse
{
    /// <summary>Never met in earnest: what is remembered cost its holder a hash or a ceremony. At the cap nothing more is accepted.</summary>
    private const int MaxRemembered = 100_000;

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> used = [];

    /// <summary>True the first time.</summary>
    public bool Take(Guid id, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        if (used.Count >= MaxRemembered / 2)
        {
            foreach (var (old, expires) in used)
            {
                if (expires <= now)
                    used.TryRemove(old, out _);
            }
        }

        return used.Count < MaxRemembered && used.TryAdd(id, expiresAt);
    }
}
