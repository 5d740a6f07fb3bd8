using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Bastion.Gateway.Portal.Terminal;

/// <summary>
/// One-time tickets for the terminal's WebSocket: made by a POST that proved its origin, good for 30 seconds, once,
/// for the same sign-in and address, and for one intervention.
/// </summary>
internal sealed class TerminalTickets(TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);
    private const int MostPerSignIn = 4;
    private const int Most = 4096;
    private readonly Dictionary<string, Ticket> waiting = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>A ticket of 256 bits for one way to one intervention, or null when too many are waiting.</summary>
    public string? Mint(string token, string address, string opens)
    {
        var now = clock.GetTimestamp();
        var bearer = Hash(token);
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        lock (gate)
        {
            foreach (var old in waiting.Where(x => clock.GetElapsedTime(x.Value.Minted, now) >= Life).Select(x => x.Key).ToArray())
            {
                waiting.Remove(old);
            }

            if (waiting.Count >= Most || waiting.Values.Count(x => x.Bearer == bearer) >= MostPerSignIn)
            {
                return null;
            }

            waiting.Add(Hash(ticket), new Ticket(bearer, address, opens, now));
        }

        return ticket;
    }

    /// <summary>What the ticket opens, as it was minted, or null. A ticket shown once is gone, also when it was refused.</summary>
    public string? Redeem(string ticket, string token, string address)
    {
        Ticket? found;
        lock (gate)
        {
            waiting.Remove(Hash(ticket), out found);
        }

        return found is not null
            && clock.GetElapsedTime(found.Minted) < Life
            && found.Bearer == Hash(token)
            && found.Address == address
                ? found.Opens
                : null;
    }

    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private sealed record Ticket(string Bearer, string Address, string Opens, long Minted);
}
