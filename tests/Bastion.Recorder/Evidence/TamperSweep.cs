using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>
/// Many changes of one recording, each looked at by bastion-verify. What stands before the record that is changed is the same in all of them, so the
/// verifier goes through it once and each change is looked at by a copy of it from that record on.
/// </summary>
internal static class TamperSweep
{
    /// <summary>The changes that were not noticed.</summary>
    /// <param name="flips">Byte and the bits to turn.</param>
    /// <param name="lengths">To which the file is cut.</param>
    public static List<string> Missed(LargeRecording recording, IReadOnlyCollection<(int At, byte Bits)> flips, IReadOnlyCollection<int> lengths)
    {
        var missed = new List<string>();
        var bytes = recording.Bytes;
        var byRecord = flips.OrderBy(flip => flip.At).GetEnumerator();
        var more = byRecord.MoveNext();
        var cuts = lengths.ToHashSet();
        using var check = recording.NewCheck();
        using var file = new MemoryStream(bytes);
        for (; more && byRecord.Current.At < 36; more = byRecord.MoveNext())
            Flip(byRecord.Current, () => FoundFromTheStart(recording, bytes.Length));
        check.Start(file);
        while (file.Position < bytes.Length)
        {
            var from = (int)file.Position;
            var to = from + 8 + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(from));
            for (; more && byRecord.Current.At < to; more = byRecord.MoveNext())
                Flip(byRecord.Current, () => Found(check, from, bytes.Length));
            for (var length = from; length < to; length++)
            {
                if (cuts.Contains(length) && !Found(check, from, length))
                    missed.Add($"cut to {length} bytes");
            }
            Assert.True(check.Next(file));
        }
        check.End();
        Assert.False(more);
        return missed;

        void Flip((int At, byte Bits) flip, Func<bool> found)
        {
            bytes[flip.At] ^= flip.Bits;
            if (!found())
                missed.Add($"byte {flip.At}");
            bytes[flip.At] ^= flip.Bits;
        }

        bool Found(RecordingCheck before, int from, int length)
        {
            var copy = (RecordingCheck)Copy(before);
            using var changed = new MemoryStream(bytes, 0, length) { Position = from };
            try
            {
                while (copy.Next(changed))
                {
                }
                copy.End();
                return false;
            }
            catch (RecordingFlaw)
            {
                return true;
            }
        }
    }

    /// <summary>Whether a verifier that starts at the first byte finds what is wrong.</summary>
    public static bool FoundFromTheStart(LargeRecording recording, int length)
    {
        using var check = recording.NewCheck();
        try
        {
            check.Run(new MemoryStream(recording.Bytes, 0, length));
            return false;
        }
        catch (RecordingFlaw)
        {
            return true;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "MemberwiseClone")]
    private static extern object Copy(object of);
}
