using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Admin.Identity;

/// <summary>
/// Back-off, never a closed account. A try is counted before it is judged, so parallel tries cannot race past the limit.
/// Three counts: this login from this source, this source, this login from anywhere it has never signed in from.
/// The last one is short, and a source that the person has used before is free of it: a stranger cannot lock anybody out.
/// Fixed tables: what a peer sends never makes them grow; a collision only makes somebody wait a little.
/// </summary>
internal sealed class SignInThrottle(TimeProvider time)
{
    private const int Slots = 1 << 16;
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);
    private static readonly Limit Pair = new(Free: 5, Cap: TimeSpan.FromMinutes(15));
    private static readonly Limit Source = new(Free: 30, Cap: TimeSpan.FromMinutes(15));
    private static readonly Limit Login = new(Free: 20, Cap: TimeSpan.FromSeconds(30));

    private readonly byte[] seed = RandomNumberGenerator.GetBytes(16);
    private readonly Slot[] pairs = new Slot[Slots];
    private readonly Slot[] sources = new Slot[Slots];
    private readonly Slot[] logins = new Slot[Slots];
    private readonly Lock gate = new();

    /// <summary>How long this person must wait from here; zero = a try would be judged. Counts nothing.</summary>
    public TimeSpan Wait(string login, string address, bool familiar)
    {
        lock (gate)
            return WaitUnderLock(login, address, familiar);
    }

    /// <summary>Counts one try. A positive answer means: not judged, wait that long.</summary>
    public TimeSpan Reserve(string login, string address, bool familiar)
    {
        lock (gate)
        {
            var wait = WaitUnderLock(login, address, familiar);
            if (wait > TimeSpan.Zero)
                return wait;
            var now = time.GetUtcNow();
            Count(ref pairs[Place(login + "\n" + Network(address))], Pair, now);
            Count(ref sources[Place(Network(address))], Source, now);
            if (!familiar)
                Count(ref logins[Place(login)], Login, now);
            return TimeSpan.Zero;
        }
    }

    /// <summary>The reserved try succeeded.</summary>
    public void Forgive(string login, string address, bool familiar)
    {
        lock (gate)
        {
            pairs[Place(login + "\n" + Network(address))] = default;
            Uncount(ref sources[Place(Network(address))]);
            if (!familiar)
                Uncount(ref logins[Place(login)]);
        }
    }

    private static void Count(ref Slot slot, Limit limit, DateTimeOffset now)
    {
        if (now - slot.LastAt > Memory)
            slot = default;
        slot.Failures++;
        slot.LastAt = now;
        var over = slot.Failures - limit.Free;
        if (over >= 0)
        {
            var delay = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(over, 20)));
            slot.Until = now + (delay < limit.Cap ? delay : limit.Cap);
        }
    }

    private static void Uncount(ref Slot slot)
    {
        slot.Failures = Math.Max(0, slot.Failures - 1);
        slot.Until = default;
    }

    /// <summary>IPv6 hosts choose among 2^64 addresses: their /64 counts as one.</summary>
    private static string Network(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        return Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, 8));
    }

    private TimeSpan WaitUnderLock(string login, string address, bool familiar)
    {
        var now = time.GetUtcNow();
        var until = pairs[Place(login + "\n" + Network(address))].Until;
        until = Later(until, sources[Place(Network(address))].Until);
        if (!familiar)
            until = Later(until, logins[Place(login)].Until);
        return until > now ? until - now : TimeSpan.Zero;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private int Place(string key)
    {
        var hash = HMACSHA256.HashData(seed, Encoding.UTF8.GetBytes(key));
        return MemoryMarshal.Read<ushort>(hash);
    }

    private struct Slot
    {
        public int Failures;
        public DateTimeOffset LastAt;
        public DateTimeOffset Until;
    }

    private sealed record Limit(int Free, TimeSpan Cap);
}
