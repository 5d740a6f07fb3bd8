using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bastion.Recorder.Contracts;

namespace Bastion.Recorder.Journal;

/// <summary>What of an entry is kept in memory to find it: where it is, and short hashes of what it may be asked by.</summary>
internal readonly record struct IndexedEntry(
    long Offset, int Length, int Period, string Kind, long AtMicros, ulong Intervention, ulong Device, ulong Session, ulong Actor, ulong Subject)
{
    public static IndexedEntry Of(Entry entry, long offset, int length, int period) => new(
        offset, length, period, string.Intern(entry.Kind), Micros(entry.At),
        Short(entry.InterventionId), Short(entry.DeviceId), Short(entry.SessionId), Short(entry.Actor?.Id), Short(entry.SubjectId));

    /// <summary>One whose key was destroyed.</summary>
    public static IndexedEntry Erased(long offset, int length, int period) => new(offset, length, period, "", 0, 0, 0, 0, 0, 0);

    public bool IsErased => Kind.Length == 0;

    /// <summary>0 for none. Two texts may share one: who finds by it looks at the entry itself.</summary>
    public static ulong Short(string? text) =>
        string.IsNullOrEmpty(text) ? 0 : BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static long Micros(Google.Protobuf.WellKnownTypes.Timestamp? at) =>
        at is null ? 0 : (at.Seconds * 1_000_000) + (at.Nanos / 1000);
}
