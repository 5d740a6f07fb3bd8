using System.Text;
using Bastion.Gateway.SshBroker.Terminals;
using Bastion.Testing;

namespace Bastion.Gateway.Tests.SshBroker.Terminals;

public sealed class TerminalFilterTests
{
    public static TheoryData<string, string> Hostile => new()
    {
        { "clipboard", "\u001b]52;c;cm0gLXJmIC8K\u0007" },
        { "clipboard, other end", "\u001b]52;c;cm0gLXJmIC8K\u001b\\" },
        { "clipboard, read", "\u001b]52;c;?\u0007" },
        { "clipboard of kitty", "\u001b]5522;type=write\u001b\\" },
        { "clipboard by C1", "\u009d52;c;cm0=\u009c" },
        { "clipboard within tmux", "\u001bPtmux;\u001b\u001b]52;c;cm0=\u0007\u001b\\" },
        { "report of the title", "\u001b[21t" },
        { "report of the icon's label", "\u001b[20t" },
        { "report of the title, by C1", "\u009b21t" },
        { "window is moved", "\u001b[3;0;0t" },
        { "answerback", "\u0005" },
        { "setting that is none", "\u001bP$q\"; rm -rf ~\n\u001b\\" },
        { "keys are programmed", "\u001bP0;1|17/726d\u001b\\" },
        { "macro", "\u001bP1;0;0!zrm\u001b\\" },
        { "printer", "\u001b[5i" },
        { "printer, private", "\u001b[?5i" },
        { "checksum of the screen", "\u001b[1;1;1;1;24;80*y" },
        { "font", "\u001b]50;?\u0007" },
        { "file of iTerm", "\u001b]1337;File=name=eA==:cm0=\u0007" },
        { "command of ConEmu", "\u001b]9;7;\"cmd\"\u0007" },
        { "notification", "\u001b]777;notify;a;b\u0007" },
        { "file of kitty", "\u001b_Gt=f,a=T;L2V0Yy9wYXNzd2Q=\u001b\\" },
        { "link that starts a program", "\u001b]8;;x-man-page://rm\u0007" },
        { "link to a file", "\u001b]8;;file:///etc/passwd\u001b\\" },
        { "other coding", "\u001b%@" },
        { "answers in eight bits", "\u001b G" },
        { "control in a title", "\u001b]0;a\u0001b\u0007" },
        { "privacy message", "\u001b^x\u001b\\" },
        { "start of string", "\u001bXx\u001b\\" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Sequence_ThatActsOnTheTechniciansMachine_IsDropped(string what, string sequence)
    {
        Assert.NotEmpty(what);
        Assert.Equal("beforeafter", Shown("before" + sequence + "after"));
    }

    // In the eight-bit form that is no UTF-8.
    [Theory]
    [InlineData("9d 35 32 3b 63 3b 63 6d 30 3d 9c")]
    [InlineData("9d 35 32 3b 63 3b 63 6d 30 3d 07")]
    [InlineData("9b 32 31 74")]
    [InlineData("c0 9b 32 31 74")]
    [InlineData("e0 82 9b 32 31 74")]
    public void Sequence_InEightBits_IsDropped(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var shown = new TerminalFilter().Pass(bytes).ToArray();
        Assert.DoesNotContain(shown, b => b is 0x1B or 0x9B or 0x9D or (byte)'t' or (byte)'=');
    }

    public static TheoryData<string> Harmless =>
    [
        "plain text, caf\u00e9, \u00c0 la carte, \u2019, \U0001f642, \u65e5\u672c",
        "\r\n\t\b\a\v\f\u000e\u000f",
        "\u001b[1;31mred\u001b[0m \u001b[38;2;1;2;3m\u001b[48:5:10m",
        "\u001b[2J\u001b[H\u001b[10;20H\u001b[K\u001b[3A\u001b[?25l\u001b[?25h\u001b[?1049h\u001b[?1049l\u001b[5;20r",
        "\u001b7\u001b8\u001b=\u001b>\u001bM\u001b(B\u001b)0\u001bc\u001b#8\u001b%G",
        "\u001b]0;title\u0007\u001b]2;a title: caf\u00e9\u001b\\",
        "\u001b]10;?\u0007\u001b]11;?\u001b\\\u001b]4;1;rgb:ff/00/00\u0007\u001b]104\u0007\u001b]112\u0007",
        "\u001b]8;;https://example.org/\u0007link\u001b]8;;\u0007",
        "\u001b[c\u001b[>c\u001b[6n\u001b[5n\u001b[?1$p\u001b[>q",
        "\u001b[22;2t\u001b[23;2t\u001b[14t\u001b[18t",
        "\u001bP$qm\u001b\\\u001bP$q q\u001b\\\u001bP+q436f\u001b\\",
        "\u001b[?1000h\u001b[?1006h\u001b[?2004h\u001b[?1004h\u001b[>4;2m\u001b[!p\u001b[2 q",
    ];

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Sequence_ThatProgramsLiveOf_Passes(string output) => Assert.Equal(output, Shown(output));

    [Fact]
    public void AnyBytes_InAnyPieces_GiveTheSameAndAccountForEveryByte()
    {
        var random = new Random(5);
        var alphabet = ((IEnumerable<object[]>)Hostile).Select(row => (string)row[1]).Concat(((IEnumerable<object[]>)Harmless).Select(row => (string)row[0])).ToArray();
        for (var run = 0; run < 20_000; run++)
        {
            byte[] bytes = random.Next(3) == 0 ? new byte[random.Next(1, 40)] : Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3).Select(_ => alphabet[random.Next(alphabet.Length)])));
            if (random.Next(2) == 0)
                for (var i = random.Next(1, 6); i > 0; i--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var whole = new TerminalFilter();
            var expected = whole.Pass(bytes).ToArray();
            var split = new TerminalFilter();
            List<byte> shown = [];
            var dropped = 0;
            for (int at = 0, length; at < bytes.Length; at += length)
            {
                length = Math.Min(random.Next(1, 8), bytes.Length - at);
                shown.AddRange(split.Pass(bytes.AsMemory(at, length)).ToArray());
                dropped += split.Dropped;
                // What is shown and what was given back never exceed what came: the receiver's window is kept.
                Assert.True(shown.Count + dropped <= at + length);
            }
            Assert.Equal(expected, shown);
            Assert.True(whole.Dropped == dropped, $"{whole.Dropped} and {dropped} of {Convert.ToHexString(bytes)}");
            // Nothing is left to drop: showing what was shown changes nothing.
            Assert.True(new TerminalFilter().Pass((byte[])[.. expected, (byte)'.']).Span[..^1].SequenceEqual(expected), Convert.ToHexString(bytes));
        }
    }

    [Fact]
    public void Sequence_ThatNeverEnds_IsNeverShownAndHeldBounded()
    {
        var filter = new TerminalFilter();
        Assert.True(filter.Pass("\u001b]0;"u8.ToArray()).IsEmpty);
        var text = new byte[64 * 1024];
        Array.Fill(text, (byte)'x');
        var dropped = 0;
        for (var i = 0; i < 16; i++)
        {
            Assert.True(filter.Pass(text).IsEmpty);
            dropped += filter.Dropped;
        }
        Assert.Equal(4 + (16 * text.Length) - TerminalFilter.MaxSequence, dropped);
        Assert.Equal("after", Encoding.UTF8.GetString(filter.Pass("\u0007after"u8.ToArray()).Span));
    }

    [Fact]
    public void PlainText_IsNotCopied()
    {
        ReadOnlyMemory<byte> text = "nothing special in here\r\n"u8.ToArray();
        Assert.True(new TerminalFilter().Pass(text).Equals(text));
    }

    // What the programs really send on a terminal, whole screens of it.
    [PeerTheory("vim")]
    [InlineData("vim", "vim -u NONE -c 'set title' -c q")]
    public Task Vim_AsItIs_PassesUnchanged(string program, string command) => PassesUnchanged(program, command);

    [PeerTheory("htop")]
    [InlineData("htop", "timeout 1 htop")]
    public Task Htop_AsItIs_PassesUnchanged(string program, string command) => PassesUnchanged(program, command);

    [PeerTheory("less")]
    [InlineData("less", "less +q /etc/passwd")]
    public Task Less_AsItIs_PassesUnchanged(string program, string command) => PassesUnchanged(program, command);

    private static async Task PassesUnchanged(string program, string command)
    {
        using var terminal = new PseudoTerminal();
        await using var process = terminal.Run("sh", ["-c", command], new Dictionary<string, string?> { ["TERM"] = "xterm-256color", ["LANG"] = "C.UTF-8" });
        terminal.Type(":q\nq");
        await process.Exited.Within(program + " to end");
        var sent = terminal.Screen.ToArray();
        Assert.NotEmpty(sent);
        Assert.Equal(sent, new TerminalFilter().Pass(sent).ToArray());
    }

    private static string Shown(string output) => Encoding.UTF8.GetString(new TerminalFilter().Pass(Encoding.UTF8.GetBytes(output)).Span);
}
