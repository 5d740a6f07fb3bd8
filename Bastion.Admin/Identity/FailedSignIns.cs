using System.Globalization;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;

namespace Bastion.Admin.Identity;

/// <summary>Failed sign-ins reach the journal as one line per source and minute: nobody fills it for the others.</summary>
internal sealed class FailedSignIns(AdminStore store, TimeProvider time)
{
    /// <summary>Sources told apart in one minute; the rest is counted together.</summary>
    private const int MaxSources = 256;
    private const string Others = "others";

    private readonly Lock gate = new();
    private Dictionary<(string Source, string Door), int> counts = [];

    public void Add(SignInSource source)
    {
        lock (gate)
        {
            var key = (source.Address, source.Listener);
            if (!counts.ContainsKey(key) && counts.Count >= MaxSources)
                key = (Others, source.Listener);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>Once a minute, and at the stop.</summary>
    public async Task FlushAsync()
    {
        Dictionary<(string Source, string Door), int> taken;
        lock (gate)
        {
            if (counts.Count == 0)
                return;
            (taken, counts) = (counts, []);
        }

        var now = time.GetUtcNow();
        await store.WriteAsync(db =>
        {
            foreach (var ((source, door), count) in taken)
            {
                Outbox.Write(db, now, new Act("sign_in.refused", ActorRef.System)
                {
                    Source = source,
                    Facts = new Dictionary<string, string> { ["count"] = count.ToString(CultureInfo.InvariantCulture), ["listener"] = door },
                });
            }

            return Task.FromResult(true);
        });
    }
}
