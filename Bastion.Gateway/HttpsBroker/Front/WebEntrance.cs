using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Gateway.HttpsBroker.Front;

/// <summary>
/// The way of one browser onto one host name: a state that the host gives the browser, a code that the portal gives for that state to the person whose
/// session it is, a cookie for the code. Each works once and only with the one before it; what is kept here are hashes.
/// </summary>
internal sealed class WebEntrance(TimeProvider time)
{
    public static readonly TimeSpan StateLife = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan CodeLife = TimeSpan.FromSeconds(30);
    private const int MaxWaiting = 8;

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string State, long At)> codes = new(StringComparer.Ordinal);
    private byte[]? cookie;

    /// <summary>Null when too many are on their way.</summary>
    public string? NewState()
    {
        var state = Secret();
        lock (gate)
        {
            Forget(states, at => at, StateLife);
            if (states.Count >= MaxWaiting)
                return null;
            states[Hash(state)] = time.GetTimestamp();
        }
        return state;
    }

    /// <summary>A code for a state that this host gave out; null when it did not, or too long ago. The caller has checked who asks.</summary>
    public string? NewCode(string state)
    {
        var code = Secret();
        lock (gate)
        {
            Forget(states, at => at, StateLife);
            Forget(codes, one => one.At, CodeLife);
            if (!states.Remove(Hash(state)))
                return null;
            codes[Hash(code)] = (Hash(state), time.GetTimestamp());
        }
        return code;
    }

    /// <summary>The value of the cookie, for a code that came back with its state. A code shown once is gone. An older cookie is worth nothing from here on.</summary>
    public string? Redeem(string code, string state)
    {
        lock (gate)
        {
            Forget(codes, one => one.At, CodeLife);
            if (!codes.Remove(Hash(code), out var found) || found.State != Hash(state))
                return null;
            var value = Secret();
            cookie = SHA256.HashData(Encoding.ASCII.GetBytes(value));
            return value;
        }
    }

    public bool Admits(string value)
    {
        byte[]? expected;
        lock (gate)
            expected = cookie;
        return expected is not null && value.Length < 100 && CryptographicOperations.FixedTimeEquals(expected, SHA256.HashData(Encoding.UTF8.GetBytes(value)));
    }

    private void Forget<T>(Dictionary<string, T> from, Func<T, long> at, TimeSpan life)
    {
        foreach (var key in from.Where(one => time.GetElapsedTime(at(one.Value)) >= life).Select(one => one.Key).ToArray())
            from.Remove(key);
    }

    private static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
