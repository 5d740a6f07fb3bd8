using System.Buffers.Binary;
using System.Security.Cryptography;
using Bastion.Admin.Contracts;
using Bastion.Recorder.Sealing;
using Bastion.Recorder.Storage;
using Microsoft.Win32.SafeHandles;

namespace Bastion.Recorder.Recordings;

/// <summary>Reads what a list needs of a sealed recording: its first record and its last ones, not the frames between.</summary>
internal sealed class SealedLoader(Disk disk, KeyRing ring)
{
    /// <summary>Null when the file is no sealed recording; Verify says what is wrong with it.</summary>
    public RecordingInfo? Load(string path)
    {
        using var source = RecordSource.Open(disk, path);
        if (source is null || !source.TryNext(source.FileLength, out var header, out var first, out _) || header.Kind != RecordKind.Opening)
            return null;
        var keys = KeysOf(source.Preamble.RecordingId, path);
        var salt = first.Span.Slice(RecordHeader.Size, EpochKeys.SaltSize).ToArray();
        var opening = keys is null ? null : Decrypted(keys, salt, header, first.Span) is { } plain ? Opening.Decode(plain) : null;
        return new RecordingInfo
        {
            Id = source.Preamble.RecordingId,
            OpenedAt = UnixMicros.FromUnixMicros(source.Preamble.OpenedAtMicros),
            Opening = opening,
            Lease = opening is null ? null : Lease.Parser.ParseFrom(opening.Lease),
            Path = path,
            End = End(path, keys, salt),
        };
    }

    /// <summary>Null when they were destroyed or are not for this Recorder.</summary>
    public RecordingKeys? KeysOf(Guid recording, string path)
    {
        var keys = DataDirectory.KeysOf(path);
        try
        {
            return File.Exists(keys) ? RecordingKeys.Unwrap(ring, recording, disk.ReadWhole(keys, KeyFile.MaxSize)) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private SealedEnd? End(string path, RecordingKeys? keys, byte[] salt)
    {
        using var file = disk.OpenToRead(path);
        var end = RandomAccess.GetLength(file);
        if (Before(file, path, end) is not { } last || !RecordHeader.TryRead(last, out var header) || header.Kind != RecordKind.Seal)
            return null;
        var statement = SealStatement.Decode(last.AsSpan(RecordHeader.Size, header.Clear));
        var recoveryText = "";
        if (statement.Recovered && LastRecovery(file, path, end - header.Total) is { } recovery)
            (salt, recoveryText) = (recovery.Salt, recovery.Text);
        var details = keys is not null && Decrypted(keys, salt, header, last) is { } plain ? SealDetails.Decode(plain) : null;
        return new SealedEnd(statement, details, recoveryText, last[header.Hashed..(header.Hashed + RecordHeader.HashSize)], end);
    }

    private RecoveryStatement? LastRecovery(SafeFileHandle file, string path, long end)
    {
        while (Before(file, path, end) is { } record && RecordHeader.TryRead(record, out var header))
        {
            if (header.Kind == RecordKind.Recovery)
                return RecoveryStatement.Decode(record.AsSpan(RecordHeader.Size, header.Clear));
            end -= header.Total;
        }
        return null;
    }

    // The record that ends here: the closing length says where it starts.
    private byte[]? Before(SafeFileHandle file, string path, long end)
    {
        var closing = new byte[4];
        if (end < Preamble.Size + RecordHeader.Size || disk.Read(file, path, closing, end - 4) < 4)
            return null;
        var total = BinaryPrimitives.ReadInt32BigEndian(closing) + 8L;
        if (total is < RecordHeader.Size or > RecordHeader.MaxRecord || end - total < Preamble.Size)
            return null;
        var record = new byte[total];
        return disk.Read(file, path, record, end - total) == record.Length ? record : null;
    }

    private static byte[]? Decrypted(RecordingKeys keys, ReadOnlySpan<byte> salt, in RecordHeader header, ReadOnlySpan<byte> record)
    {
        using var epoch = keys.Epoch(salt);
        var plain = new byte[header.Main - RecordHeader.TagSize];
        return epoch.TryDecryptMain(header, record, plain) ? plain : null;
    }
}
