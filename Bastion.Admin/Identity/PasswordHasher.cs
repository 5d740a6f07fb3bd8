using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace Bastion.Admin.Identity;

/// <summary>
/// Argon2id (RFC 9106), stored as a PHC string. A flood of sign-ins must not take the processor or the memory from live sessions:
/// few hashes run at once, few wait, and a source has a share of the waiting places.
/// </summary>
internal sealed class PasswordHasher : IDisposable
{
    /// <summary>KiB; with time 2 and one lane, OWASP's second recommended setting.</summary>
    private const int Memory = 19 * 1024;
    private const int Time = 2;
    private const int SaltLength = 16;
    private const int HashLength = 32;

    /// <summary>19 MiB each.</summary>
    private const int MaxConcurrentHashes = 2;
    private const int MaxWaitingHashes = 64;
    private const int MaxWaitingPerSource = 8;

    private readonly SemaphoreSlim lanes;
    private readonly Dictionary<string, int> waiting = [];
    private readonly Lock gate = new();
    private readonly string dummy;
    private int waitingInAll;

    public PasswordHasher()
    {
        lanes = new SemaphoreSlim(Math.Clamp(Environment.ProcessorCount / 2, 1, MaxConcurrentHashes));
        dummy = Write(RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(HashLength));
    }

    /// <summary>Hashes computed since the start, for metrics and for the proof that an unknown login costs the same.</summary>
    public long Computed { get; private set; }

    /// <returns>A PHC string, or null when too many wait already.</returns>
    public async Task<string?> HashAsync(string password, string source, CancellationToken cancellation)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = await RunAsync(password, salt, Memory, Time, source, cancellation);
        return hash is null ? null : Write(salt, hash);
    }

    /// <summary>Does the same work for an account without a password (<paramref name="phc"/> null) as for one with it.</summary>
    /// <returns>Null when too many wait already.</returns>
    public async Task<bool?> VerifyAsync(string? phc, string password, string source, CancellationToken cancellation)
    {
        var (memory, time, salt, expected) = Read(phc ?? dummy);
        var hash = await RunAsync(password, salt, memory, time, source, cancellation);
        return hash is null ? null : CryptographicOperations.FixedTimeEquals(hash, expected) && phc is not null;
    }

    public void Dispose() => lanes.Dispose();

    private static string Write(byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={Memory},t={Time},p=1${Text(salt)}${Text(hash)}");

    private static (int Memory, int Time, byte[] Salt, byte[] Hash) Read(string phc)
    {
        var parts = phc.Split('$');
        if (parts is not ["", "argon2id", "v=19", _, _, _])
            throw new FormatException("Not an argon2id PHC string.");
        var settings = parts[3].Split(',').ToDictionary(part => part[..1], part => int.Parse(part[2..], CultureInfo.InvariantCulture));
        return (settings["m"], settings["t"], Bytes(parts[4]), Bytes(parts[5]));
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text) => Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));

    private async Task<byte[]?> RunAsync(string password, byte[] salt, int memory, int time, string source, CancellationToken cancellation)
    {
        if (!Enter(source))
            return null;
        try
        {
            await lanes.WaitAsync(cancellation);
        }
        finally
        {
            Leave(source);
        }

        try
        {
            return await Task.Run(() => Compute(password, salt, memory, time), cancellation);
        }
        finally
        {
            lanes.Release();
        }
    }

    private byte[] Compute(string password, byte[] salt, int memory, int time)
    {
        var bytes = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        using var argon = new Argon2id(bytes) { Salt = salt, MemorySize = memory, Iterations = time, DegreeOfParallelism = 1 };
        var hash = argon.GetBytes(HashLength);
        CryptographicOperations.ZeroMemory(bytes);
        lock (gate)
            Computed++;
        return hash;
    }

    private bool Enter(string source)
    {
        lock (gate)
        {
            var mine = waiting.GetValueOrDefault(source);
            if (waitingInAll >= MaxWaitingHashes || mine >= MaxWaitingPerSource)
                return false;
            waiting[source] = mine + 1;
            waitingInAll++;
            return true;
        }
    }

    private void Leave(string source)
    {
        lock (gate)
        {
            waitingInAll--;
            if (--waiting[source] == 0)
                waiting.Remove(source);
        }
    }
}
