using System.Text;
using System.Text.Json;
using Bastion.Verify;

namespace Bastion.Recorder.Tests.Evidence;

/// <summary>What bastion-verify is made of: fields, messages, arguments, trust files, its report.</summary>
public sealed class VerifierPartsTests
{
    [Fact]
    public void Fields_AreReadInOrderAndNotBeyondTheEnd()
    {
        var fields = new Fields([1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, (byte)'a', 0, 0, 0, 0]);
        Assert.Equal((1, 2u, 3ul, "a"), (fields.Byte(), fields.UInt(), fields.ULong(), fields.Text()));
        Assert.False(fields.AtEnd);
        Assert.Equal(0, fields.Blob().Length);
        Assert.True(fields.AtEnd);
        Assert.Throws<InvalidDataException>(() => new Fields([0, 0, 0, 2, 1]).Text());
        Assert.Throws<InvalidDataException>(() => new Fields([0, 0, 0]).UInt());
        Assert.Throws<InvalidDataException>(() => new Fields([1]).Next(-1).Length);
        Assert.Throws<InvalidDataException>(() => new Fields([]).Byte());
        Assert.Equal(0, new Fields([]).Next(0).Length);
    }

    [Fact]
    public void Message_IsReadByItsFields()
    {
        // 1: 300, 2: "ab", 3 and 4: of fixed length, 2 again, 11: a map.
        var fields = new WireFields([0x08, 0xAC, 0x02, 0x12, 2, (byte)'a', (byte)'b', 0x19, 1, 2, 3, 4, 5, 6, 7, 8, 0x25, 1, 2, 3, 4, 0x12, 1, (byte)'c', 0x5A, 6, 0x0A, 1, (byte)'k', 0x12, 1, (byte)'v', 0x5A, 3, 0x0A, 1, (byte)'e']);
        Assert.Equal((300ul, "c", "", 0ul), (fields.Number(1), fields.Text(2), fields.Text(9), fields.Number(2)));
        Assert.Equal([(byte)'c'], fields.Bytes(2)!);
        Assert.Null(fields.Bytes(1));
        Assert.Equal(new Dictionary<string, string> { ["k"] = "v", ["e"] = "" }, fields.Map(11));
        Assert.Empty(fields.Map(2 + 10));
        Assert.Equal(ulong.MaxValue, new WireFields([0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]).Number(1));
        Assert.Equal(0, new WireFields([]).Text(1).Length);
        Assert.Equal("", new WireFields([0x12, 0]).Text(2));
    }

    [Theory]
    [InlineData("08")]
    [InlineData("0880")]
    [InlineData("08FFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("120261")]
    [InlineData("0B")]
    [InlineData("12FFFFFFFFFFFFFFFFFF0161")]
    public void Message_ThatIsNone_IsRefused(string hexadecimal) => Assert.Throws<InvalidDataException>(() => new WireFields(Convert.FromHexString(hexadecimal)));

    [Fact]
    public void Arguments_AreReadInAnyOrder()
    {
        var asked = Arguments.Parse(["--quiet", "--trust", "t", "pack.zip", "--witness-checkpoint", "a", "--passphrase-file", "p", "--witness-checkpoint", "b", "--extract", "d"])!;
        Assert.Equal(("pack.zip", "p", "t", "d", true), (asked.Pack, asked.PassphraseFile, asked.TrustFile, asked.Extract, asked.Quiet));
        Assert.Equal(["a", "b"], asked.Witnessed);
        var least = Arguments.Parse(["pack.zip"])!;
        Assert.Equal(("pack.zip", null, null, null, false), (least.Pack, least.PassphraseFile, least.TrustFile, least.Extract, least.Quiet));
        Assert.Empty(least.Witnessed);
        Assert.Null(least.ReadPassphrase());
        Assert.Null(least.ReadTrust());
        Assert.Empty(least.ReadWitnessed());
    }

    [Theory]
    [InlineData("")]
    [InlineData("--quiet")]
    [InlineData("a.zip b.zip")]
    [InlineData("a.zip --passphrase-file")]
    [InlineData("a.zip --trust")]
    [InlineData("a.zip --extract")]
    [InlineData("a.zip --witness-checkpoint")]
    [InlineData("a.zip --unknown x")]
    [InlineData("--unknown")]
    public void Arguments_ThatAreWrong_AreNone(string line) => Assert.Null(Arguments.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Trust_WithoutAList_HasAnEmptyOne()
    {
        var trust = Trust.Parse("""{"recorder":["a"],"leases":["b"],"journal":["c"],"witnesses":["d"],"timestampAuthorities":["e"]}"""u8.ToArray());
        Assert.Equal("abcde", string.Concat((string[])[.. trust.Recorder, .. trust.Leases, .. trust.Journal, .. trust.Witnesses, .. trust.TimestampAuthorities]));
        var empty = Trust.Parse("{}"u8.ToArray());
        Assert.Equal(0, empty.Recorder.Length + empty.Leases.Length + empty.Journal.Length + empty.Witnesses.Length + empty.TimestampAuthorities.Length);
        Assert.Throws<JsonException>(() => Trust.Parse("null"u8.ToArray()));
    }

    [Fact]
    public void Report_HoldsNoMoreThan200Flaws()
    {
        var report = new Report();
        for (var i = 0; i < 300; i++)
            report.Flaw("code", $"{i}", "");
        Assert.Equal(200, report.Flaws.Count);
        Assert.Equal("199", report.Flaws[^1].Culprit);
    }

    [Theory]
    [InlineData(0, 0, "The pack holds.")]
    [InlineData(0, 1, "Nothing is wrong; not all could be checked.")]
    [InlineData(1, 0, "The pack does not hold.")]
    [InlineData(1, 1, "The pack does not hold.")]
    public async Task Report_IsWrittenLineByLine(int flaws, int unchecked_, string verdict)
    {
        var report = new Report();
        report.Pass("passed");
        for (var i = 0; i < flaws; i++)
            report.Flaw("code", "culprit", "text");
        for (var i = 0; i < unchecked_; i++)
            report.NotChecked("unchecked");
        using var output = new StringWriter { NewLine = "\n" };
        await report.WriteAsync(output);
        var lines = new StringBuilder("  ok   passed\n").Append(unchecked_ > 0 ? "  --   unchecked\n" : "").Append(flaws > 0 ? "  FLAW code: culprit: text\n" : "").Append(verdict).Append('\n');
        Assert.Equal(lines.ToString(), output.ToString());
    }
}
