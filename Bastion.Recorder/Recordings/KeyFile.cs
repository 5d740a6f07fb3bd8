using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bastion.Recorder.Sealing;

namespace Bastion.Recorder.Recordings;

/// <summary>
/// The wrapped keys of a recording, in a file of their own beside it: destroying it makes the recording unreadable for ever while
/// its bytes, hashes and seal stay as they are (also on write-once copies). Text, one line per wrap:
/// <code>
/// bastion keys v1 (recording id)
/// (purpose: 1 replay, 2 input) (kind of wrap: aes256gcm, p256) (recipient) (base64)
/// </code>
/// Further recipients are further lines; readers pass over kinds they do not know.
/// </summary>
internal static class KeyFile
{
    public const int MaxSize = 64 << 10;

    private const int MaxWrapped = 512;

    public static byte[] Write(Guid recording, params ReadOnlySpan<WrappedKey> keys)
    {
        var text = new StringBuilder().Append("bastion keys v1 ").Append(recording).Append('\n');
        foreach (var key in keys)
            text.Append(CultureInfo.InvariantCulture, $"{(int)key.Purpose} {key.Kind} {key.Recipient} {Convert.ToBase64String(key.Wrapped)}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static IReadOnlyList<WrappedKey> Read(Guid recording, ReadOnlySpan<byte> file)
    {
        var lines = Encoding.ASCII.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != $"bastion keys v1 {recording}")
            throw new CryptographicException("This is not the key file of the recording.");
        var keys = new List<WrappedKey>();
        foreach (var words in lines.Skip(1).Select(line => line.Split(' ')))
        {
            if (words.Length != 4 || !byte.TryParse(words[0], CultureInfo.InvariantCulture, out var purpose))
                throw new CryptographicException("A line of the key file cannot be read.");
            var wrapped = new byte[MaxWrapped];
            if (Convert.TryFromBase64String(words[3], wrapped, out var length))
                keys.Add(new WrappedKey((KeyPurpose)purpose, words[1], words[2], wrapped[..length]));
        }
        return keys;
    }

    public static byte[] Find(IReadOnlyList<WrappedKey> keys, KeyPurpose purpose, string recipient) =>
        keys.FirstOrDefault(k => k.Purpose == purpose && k.Kind == WrappingKey.Kind && k.Recipient == recipient)?.Wrapped
        ?? throw new CryptographicException($"The recording's {purpose} key is not wrapped for key {recipient}.");
}
