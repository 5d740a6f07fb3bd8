using System.Security.Cryptography;
using Bastion.Recorder.Recordings;
using Bastion.Recorder.Sealing;
using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>docs/formats/recording.md section 6 in bastion-verify: whoever holds all keys writes a recording whose chain, tags and signatures fit, and one thing in it is wrong.</summary>
public sealed class RecordingRulesTests : IDisposable
{
    private static readonly byte[] Shown = RecordForge.Frame(1, "$ ");
    private readonly Guid _id = Guid.NewGuid();
    private readonly RecordingKeys _keys = RecordingKeys.Create();
    private readonly ECDsa _signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _lease = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _signer.Dispose();
        _lease.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Recording_OfEveryKindOfRecord_IsReadAndCounted()
    {
        var forge = New().Open(_lease).Batch("ls\r", parts: [Shown, Typed(3), RecordForge.Frame(2, "e"), RecordForge.Frame(4, "{}")]).Recover().Batch(packed: true, parts: [RecordForge.Frame(1, new string('x', 5000))]).Seal(reason: "DeviceClosed");
        var found = Read(forge.Bytes);
        Assert.Equal((_id, 5UL, 5UL, true, "DeviceClosed"), (found.Id, found.Records, found.Frames, found.Recovered, found.EndReason));
        Assert.Equal((true, true, true), (found.ReadMain, found.ReadInput, found.HasInput));
        Assert.Equal(forge.Head, found.Head);
        Assert.Equal([1, 2, 3], found.Lease!);
        var without = Read(forge.Bytes, replay: false, input: false);
        Assert.Equal((false, false, true, 5UL), (without.ReadMain, without.ReadInput, without.HasInput, without.Frames));
        Assert.Null(without.Lease);
        Assert.Equal((true, false), (Read(forge.Bytes, input: false).ReadMain, Read(forge.Bytes, input: false).ReadInput));
        var plain = Read(New().Open(_lease).Seal().Bytes);
        Assert.Equal((2UL, 0UL, false, false), (plain.Records, plain.Frames, plain.Recovered, plain.HasInput));
    }

    [Fact]
    public void Recording_AsRecorderWritesIt_IsReadWhole()
    {
        using var large = new LargeRecording(200_000, 3);
        Assert.False(TamperSweep.FoundFromTheStart(large, large.Bytes.Length));
        Assert.Equal([], TamperSweep.Missed(large, [.. Enumerable.Range(0, 200).Select(i => (i * 997, (byte)(1 << (i % 8))))], [.. Enumerable.Range(large.Bytes.Length - 300, 300)]));
    }

    [Fact]
    public void Preamble_OfAnotherMakeOrRecording_IsRefused()
    {
        for (var at = 0; at < 28; at++)
        {
            var where = at;
            Refused("preamble", 0, new RecordForge(_id, _keys, _signer, start => start[where] ^= 4).Open(_lease).Seal());
        }
        Refused("preamble", 0, []);
        Refused("preamble", 0, New().Bytes[..35]);
        Refused("seal", 36, New().Bytes);
        // The time at its end is bound by the chain alone.
        Assert.NotNull(Read(new RecordForge(_id, _keys, _signer, start => start[35] ^= 4).Open(_lease).Seal().Bytes));
    }

    [Fact]
    public void Record_CutOrWithLengthsThatDoNotFit_IsRefused()
    {
        var whole = New().Open(_lease).Seal().Bytes;
        var second = RecordAt(whole, 1);
        Refused("incomplete", second, whole[..(second + 39)]);
        Refused("incomplete", second, whole[..(second + 1)]);
        Refused("incomplete", second, whole[..^1]);
        Refused("seal", second, whole[..second]);
        Refused("length", 36, Changed(whole, 39));
        Refused("length", second, Changed(whole, second + 3));
        Refused("length", second, Changed(whole, whole.Length - 1));
        Refused("length", second, Changed(whole, second + 28));
        Refused("length", second, Changed(whole, second + 35));
        Refused("length", second, Changed(whole, second + 39));
        Refused("length", 36, New().Open(_lease).Seal().Bytes.Select((b, i) => i == 36 ? (byte)0x7F : b).ToArray());
    }

    [Fact]
    public void Record_LargerThanAnyMayBe_IsRefusedAndTheLargestIsNot()
    {
        const int most = 4 << 20;
        const int around = 40 + 8 + 16 + 32 + 4 + 16 + 13;
        Assert.NotNull(Read(New().Open(_lease).Batch(parts: [RecordForge.Frame(1, new string('x', most - around))]).Seal().Bytes));
        var tooLarge = New().Open(_lease);
        var at = tooLarge.Bytes.Length;
        Refused("length", at, tooLarge.Batch(parts: [RecordForge.Frame(1, new string('x', most - around + 1))]).Seal());
    }

    [Fact]
    public void Record_OutOfOrder_IsRefused()
    {
        Refused("order", 36, New().Seal());
        Refused("order", 36, New().Batch(parts: [Shown]));
        Refused("order", 36, New().Add(0, clear: new byte[32]));
        Second("order", forge => forge.Add(5, clear: new byte[32]));
        Second("order", forge => forge.Add(0, clear: new byte[32]));
        Second("order", forge => forge.Open(_lease));
        Second("order", forge => forge.Add(2, 1, 1, RecordForge.U64(1), [.. new byte[16], .. Shown]));
        Second("order", forge => forge.Add(2, 4, 1, RecordForge.U64(1), [.. new byte[16], .. Shown]));
        Second("order", forge => forge.Add(3, 2, clear: new byte[32]));
        Second("order", forge => forge.Add(4, 3, clear: new byte[33]));
        Second("order", forge => forge.Add(4, 0, clear: new byte[33]));
        Second("order", forge => forge.Add(3, 0, 1, new byte[32]));
        Second("order", forge => forge.Add(4, 1, 1, new byte[33]));
        foreach (var number in (ulong[])[0, 2])
            Second("order", forge => { forge.Number = number; forge.Batch(parts: [Shown]); });
        Second("order", forge => { forge.Frames = 1; forge.Batch(parts: [Shown]); });
        Second("order", forge => forge.Batch(sequence: 0, parts: [Shown]));
        Second("order", forge => forge.Batch(sequence: 2, parts: [Shown]));
        Second("order", forge => forge.Add(2, 0, 1, [.. RecordForge.U64(1), 0], [.. new byte[16], .. Shown]));
        Refused("order", 36, New().Add(1, 0, 1, new byte[32], [1]));
    }

    [Fact]
    public void Seal_ThatCountsOtherwise_IsRefused()
    {
        Second("order", forge => forge.Seal(sequence: 1));
        Second("order", forge => forge.Seal(frames: 1));
        Second("order", forge => forge.Seal(recovered: 1));
        var recovered = New().Open(_lease).Recover();
        var at = recovered.Bytes.Length;
        Refused("order", at, recovered.Seal(recovered: 0));
        Second("content", forge => forge.Add(4, 1, clear: [.. new byte[24], 0, .. RecordForge.U32(99)]));
        Second("content", forge => forge.Add(4, 1, clear: new byte[24]));
    }

    [Fact]
    public void Record_BehindTheSeal_IsRefused()
    {
        var forge = New().Open(_lease).Seal();
        var at = forge.Bytes.Length;
        Refused("trailing", at, forge.Batch(parts: [Shown]));
    }

    [Fact]
    public void Chain_ThatDoesNotFollow_IsRefusedWithoutAnyKey()
    {
        var whole = New().Open(_lease).Batch(parts: [Shown]).Seal().Bytes;
        var second = RecordAt(whole, 1);
        foreach (var at in (int[])[second + 41, second + 48, RecordAt(whole, 2) - 5])
            Assert.Equal(("chain", second), Flaw(Changed(whole, at), replay: false, input: false));
    }

    [Fact]
    public void Signature_MissingOrNotRecorders_IsRefused()
    {
        Second("signature", forge => forge.Add(4, 1, clear: new byte[33], signature: 0));
        Second("signature", forge => forge.Add(3, clear: new byte[32], signature: 0));
        Second("signature", forge => forge.Add(3, clear: new byte[32], signature: 63));
        Second("signature", forge => forge.Add(2, 0, 1, RecordForge.U64(1), [.. new byte[16], .. Shown], signature: 64));
        var by = new RecordForge(_id, _keys, _signer) { OtherSigner = _other }.Open(_lease);
        var at = by.Bytes.Length;
        Refused("signature", at, by.Seal());
        var recovered = new RecordForge(_id, _keys, _signer) { OtherSigner = _other }.Open(_lease);
        Refused("signature", at, recovered.Recover());
        // A seal's signature is none of a recovery, nor one of another recording.
        var elsewhere = new RecordForge(Guid.NewGuid(), _keys, _signer, start => _id.ToByteArray(bigEndian: true).CopyTo(start, 12)).Open(_lease);
        Refused("signature", at, elsewhere.Seal());
    }

    [Fact]
    public void Signature_OfASealUnderARecovery_IsRefused()
    {
        var forge = New().Open(_lease).Recover();
        var bytes = forge.Bytes;
        var at = RecordAt(bytes, 1);
        byte[] text = [.. "bastion recording v1 seal\n"u8, .. _id.ToByteArray(bigEndian: true), .. forge.Head];
        _signer.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation).CopyTo(bytes, bytes.Length - 4 - 64);
        Refused("signature", at, bytes);
    }

    [Fact]
    public void Lease_NotSignedByAdmin_IsRefused()
    {
        Refused("lease", 36, New().Open(_other).Seal());
        Refused("lease", 36, New().Open(_lease, new byte[64]).Seal());
        Assert.NotNull(Read(New().Open(_other).Seal().Bytes, replay: false));
        Refused("content", 36, New().Add(1, clear: new byte[31], main: [1]));
    }

    [Fact]
    public void Ciphertext_UnderAnotherKey_IsRefused()
    {
        var whole = New().Open(_lease).Batch("ls\r", parts: [Typed(3)]).Seal().Bytes;
        using var other = new RecordingCheck(_id, new byte[32], null, _signer, [_lease]);
        Assert.Equal("cipher", Assert.Throws<RecordingFlaw>(() => other.Run(new MemoryStream(whole))).Code);
        using var typed = new RecordingCheck(_id, _keys.Reveal(KeyPurpose.Replay), new byte[32], _signer, [_lease]);
        var flaw = Assert.Throws<RecordingFlaw>(() => typed.Run(new MemoryStream(whole)));
        Assert.Equal(("cipher", RecordAt(whole, 1)), (flaw.Code, flaw.At));
    }

    [Fact]
    public void Batch_WhoseFramesDoNotFillIt_IsRefused()
    {
        Second("content", forge => forge.Batch(frames: 2, parts: [Shown]));
        Second("content", forge => forge.Batch(frames: 0, parts: [Shown]));
        Second("content", forge => forge.Batch(parts: [RecordForge.Frame(0, "x")]));
        Second("content", forge => forge.Batch(parts: [RecordForge.Frame(5, "x")]));
        Second("content", forge => forge.Batch(parts: [RecordForge.Frame(1, "x", 2)]));
        Second("content", forge => forge.Batch(parts: [[.. Shown, 0]]));
        Second("content", forge => forge.Batch("ls\r", parts: [Typed(2)]));
        Second("content", forge => forge.Batch("ls\r", parts: [Typed(4)]));
        Second("content", forge => forge.Batch(parts: [Typed(1)]));
        Second("content", forge => forge.Batch("ls\r", parts: [Shown]));
        Second("content", forge => forge.Add(2, 0, 0, RecordForge.U64(1), new byte[15]));
        Assert.NotNull(Read(New().Open(_lease).Batch("ls\r", parts: [Typed(1), Shown, Typed(2)]).Seal().Bytes));
        // Without the key of what was typed its length is known all the same.
        Assert.NotNull(Read(New().Open(_lease).Batch("ls\r", parts: [Typed(3)]).Seal().Bytes, input: false));
    }

    [Fact]
    public void PackedPart_ThatIsNotWhatItSays_IsRefused()
    {
        byte[] content = [.. new byte[16], .. RecordForge.Frame(1, new string('x', 3000))];
        foreach (var says in (int[])[content.Length - 1, content.Length + 1, 0, (4 << 20) + 1, int.MaxValue])
            Second("content", forge => forge.Add(2, 2, 1, RecordForge.U64(1), RecordForge.Packed(content, says)));
        Second("content", forge => forge.Add(2, 2, 1, RecordForge.U64(1), [1, 2]));
        Second("content", forge => forge.Add(2, 2, 1, RecordForge.U64(1), content));
        Assert.NotNull(Read(New().Open(_lease).Add(2, 2, 1, RecordForge.U64(1), RecordForge.Packed(content, content.Length)).Seal().Bytes));
        // Frames that would fill what it says: a byte more, which is not to be dropped; a byte less, which is not to be made up.
        Second("content", forge => forge.Add(2, 2, 1, RecordForge.U64(1), RecordForge.Packed([.. content, 0], content.Length)));
        Second("content", forge => forge.Add(2, 2, 1, RecordForge.U64(1), RecordForge.Packed([.. new byte[16], .. RecordForge.Frame(1, "x", 2)], 16 + 13 + 2)));
    }

    [Fact]
    public void Input_ThatIsEmpty_IsAPartAllTheSame()
    {
        var found = Read(New().Open(_lease).Add(2, 0, 1, RecordForge.U64(1), [.. new byte[16], .. Typed(0)], []).Seal().Bytes);
        Assert.True(found.HasInput);
    }

    [Fact]
    public void Lease_SignedWithOneOfSeveralKeys_IsGood()
    {
        var bytes = New().Open(_lease).Seal().Bytes;
        using var check = new RecordingCheck(_id, _keys.Reveal(KeyPurpose.Replay), null, _signer, [_other, _lease]);
        Assert.NotNull(check.Run(new MemoryStream(bytes)).Lease);
    }

    [Fact]
    public void PackedPart_OfTheLargestSize_IsRead()
    {
        byte[] content = [.. new byte[16], .. RecordForge.Frame(1, new string('x', (4 << 20) - 29))];
        Assert.NotNull(Read(New().Open(_lease).Add(2, 2, 1, RecordForge.U64(1), RecordForge.Packed(content, content.Length)).Seal().Bytes));
    }

    [Fact]
    public void Part_ShorterThanItsTag_IsRefused()
    {
        // 10 bytes where a part with its tag should be: the lengths are right, and it can be no part.
        byte[] bound = [.. RecordForge.U32(40 + 8 + 10 + 32 + 4 - 8), 2, 0, 0, 0, .. RecordForge.U64(1), .. RecordForge.U64(0), .. RecordForge.U32(0), .. RecordForge.U32(8), .. RecordForge.U32(10), .. RecordForge.U32(0), .. RecordForge.U64(1), .. new byte[10]];
        var opened = New().Open(_lease);
        var chain = SHA256.HashData([.. opened.Head, .. bound]);
        Refused("content", opened.Bytes.Length, [.. opened.Bytes, .. bound, .. chain, .. RecordForge.U32(40 + 8 + 10 + 32 + 4 - 8)]);
    }

    private static byte[] Typed(uint length) => RecordForge.Frame(3, "", length);

    private static byte[] Changed(byte[] bytes, int at)
    {
        var changed = bytes.ToArray();
        changed[at] ^= 0x10;
        return changed;
    }

    private static int RecordAt(byte[] bytes, int number)
    {
        var at = 36;
        for (; number > 0; number--)
            at += 8 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
        return at;
    }

    private RecordForge New() => new(_id, _keys, _signer);

    private void Second(string code, Action<RecordForge> write)
    {
        var forge = New().Open(_lease);
        var at = forge.Bytes.Length;
        write(forge);
        Refused(code, at, forge.Seal());
    }

    private void Refused(string code, int at, RecordForge forge) => Refused(code, at, forge.Bytes);

    private void Refused(string code, int at, byte[] bytes) => Assert.Equal((code, at), Flaw(bytes));

    private (string Code, long At) Flaw(byte[] bytes, bool replay = true, bool input = true)
    {
        var flaw = Assert.Throws<RecordingFlaw>(() => Read(bytes, replay, input));
        return (flaw.Code, flaw.At);
    }

    private CheckedRecording Read(byte[] bytes, bool replay = true, bool input = true)
    {
        using var check = new RecordingCheck(_id, replay ? _keys.Reveal(KeyPurpose.Replay) : null, input ? _keys.Reveal(KeyPurpose.Input) : null, _signer, [_lease]);
        return check.Run(new MemoryStream(bytes));
    }
}
