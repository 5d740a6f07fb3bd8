using System.Security.Cryptography;
using System.Text;
using Bastion.Ssh.Files;
using Bastion.Ssh.Scp;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Tests.Scp;

public sealed class ScpConversationTests
{
    private readonly List<FileFact> facts = [];

    [Fact]
    public void Tree_ToTheDevice_IsToldWithItsPathsAndHashes()
    {
        using var copy = Copy("scp -r -p -t /srv");
        Sink(copy, "\0");
        Source(copy, "T1700000000 0 1700000000 0\n");
        Sink(copy, "\0");
        Source(copy, "D0755 0 tree\n");
        Sink(copy, "\0");
        Source(copy, "C0640 5 one\n");
        Sink(copy, "\0");
        Source(copy, "he", "llo", "\0");
        Sink(copy, "\0");
        Source(copy, "E\n");
        Sink(copy, "\0");

        var closed = Assert.Single(facts, fact => fact.Kind == FileFactKind.Closed);
        Assert.Equal(("/srv/tree/one", FileWay.In, 5ul, true, "ok"), (closed.Path, closed.Way, closed.Bytes, closed.Whole, closed.Outcome));
        Assert.Equal(SHA256.HashData("hello"u8), closed.Sha256);
        Assert.Equal(["mkdir", "open"], facts.Where(fact => fact.Kind == FileFactKind.Act).Select(fact => fact.Op));
    }

    [Fact]
    public void File_FromTheDevice_IsTold()
    {
        using var copy = Copy("scp -f /var/log/messages");
        Sink(copy, "\0");
        Source(copy, "C0644 3 messages\n");
        Sink(copy, "\0");
        Source(copy, "abc\0");
        Sink(copy, "\0");

        var closed = Assert.Single(facts, fact => fact.Kind == FileFactKind.Closed);
        Assert.Equal(("/var/log/messages", FileWay.Out, true), (closed.Path, closed.Way, closed.Whole));
    }

    [Fact]
    public void Refusals_OfTheSink_AreOutcomes()
    {
        using var copy = Copy("scp -t /srv");
        Sink(copy, "\0");
        Source(copy, "C0644 3 a\n");
        Sink(copy, "\u0001scp: /srv/a: Permission denied\n");
        Source(copy, "C0644 3 b\n");
        Sink(copy, "\0");
        Source(copy, "abc\0");
        Sink(copy, "\u0001scp: No space left\n");

        Assert.Equal("failed", Assert.Single(facts, fact => fact is { Kind: FileFactKind.Outcome, Act: 1 }).Outcome);
        Assert.Equal("failed", Assert.Single(facts, fact => fact.Kind == FileFactKind.Closed).Outcome);
    }

    [Fact]
    public void End_InTheMiddle_IsCut()
    {
        using var copy = Copy("scp -t /srv/a");
        Sink(copy, "\0");
        Source(copy, "C0644 300 a\n");
        Sink(copy, "\0");
        Source(copy, "abc");
        copy.End(facts);

        var closed = Assert.Single(facts, fact => fact.Kind == FileFactKind.Closed);
        Assert.Equal(("cut", 3ul, false), (closed.Outcome, closed.Bytes, closed.Whole));
    }

    [Theory]
    [InlineData("C0644 3 ../a\n")]
    [InlineData("C0644 3 /etc/passwd\n")]
    [InlineData("C0644 3 ..\n")]
    [InlineData("D0755 0 .\n")]
    [InlineData("C0644 3 \n")]
    [InlineData("C0644 -3 a\n")]
    [InlineData("C0644 99999999999999999999 a\n")]
    [InlineData("C0899 3 a\n")]
    [InlineData("Z\n")]
    [InlineData("rm -rf /\n")]
    public void Line_ThatIsNone_BreaksTheCopy(string line)
    {
        using var copy = Copy("scp -f /srv/a");
        Sink(copy, "\0");

        Assert.Throws<SshProtocolException>(() => Source(copy, line));
    }

    [Fact]
    public void Content_BeforeTheSinkAgreed_BreaksTheCopy()
    {
        using var copy = Copy("scp -t /srv/a");
        Sink(copy, "\0");

        Assert.Throws<SshProtocolException>(() => Source(copy, "C0644 3 a\n", "abc\n"));
    }

    [Fact]
    public void Line_WithoutEnd_BreaksTheCopy()
    {
        using var copy = Copy("scp -t /srv/a");
        Sink(copy, "\0");

        Assert.Throws<SshProtocolException>(() => Source(copy, "C0644 3 " + new string('a', ScpLimits.Line)));
    }

    [Fact]
    public void Directories_WithoutEnd_BreakTheCopy()
    {
        using var copy = Copy("scp -r -t /srv");
        Sink(copy, "\0");

        Assert.Throws<SshProtocolException>(() =>
        {
            for (var i = 0; i <= ScpLimits.Depth; i++)
            {
                Source(copy, "D0755 0 d\n");
                Sink(copy, "\0");
            }
        });
    }

    [Theory]
    [InlineData("scp -t /a", true, true, "/a")]
    [InlineData("scp -v -r -p -d -t -- /a", true, true, "/a")]
    [InlineData("scp -f '/with space'", false, true, "/with space")]
    [InlineData("scp -f /a /b", false, false, "/a /b")]
    [InlineData("scp -t /a;reboot", true, false, "/a;reboot")]
    [InlineData("scp -t 'a';reboot;'b'", true, false, "'a';reboot;'b'")]
    [InlineData("scp -t $(reboot)", true, false, "$(reboot)")]
    public void Command_OfOneMode_IsScp(string command, bool toDevice, bool plain, string path)
    {
        ScpCommand? scp = ScpCommand.Parse(Encoding.UTF8.GetBytes(command));

        Assert.Equal((toDevice, plain, path), (scp!.ToDevice, scp.IsPlain, scp.Path));
    }

    [Theory]
    [InlineData("scp /a /b")]
    [InlineData("scp -t -f /a")]
    [InlineData("scp -S evil -t /a")]
    [InlineData("scp -t")]
    [InlineData("scp -t ''")]
    [InlineData("scpx -t /a")]
    [InlineData("sh -c scp -t /a")]
    public void Command_OfAnotherKind_IsNot(string command) => Assert.Null(ScpCommand.Parse(Encoding.UTF8.GetBytes(command)));

    private static ScpConversation Copy(string command) => new(ScpCommand.Parse(Encoding.UTF8.GetBytes(command))!, hashOnly: false);

    private void Source(ScpConversation copy, params string[] parts)
    {
        foreach (string part in parts)
        {
            ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(part);
            while (copy.TryReadSource(ref rest, facts, out _))
            {
            }
        }
    }

    private void Sink(ScpConversation copy, string part)
    {
        ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(part);
        while (copy.TryReadSink(ref rest, facts, out _))
        {
        }
    }
}
