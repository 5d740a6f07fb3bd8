using System.Security.Cryptography;
using Bastion.Ssh.Files;
using Bastion.Ssh.Sftp;
using Bastion.Ssh.Wire;
using static Bastion.Ssh.Tests.Sftp.SftpPackets;

namespace Bastion.Ssh.Tests.Sftp;

public sealed class SftpConversationTests
{
    private static readonly SftpRights Both = new(Down: true, Up: true);
    private static readonly SftpRights DownOnly = new(Down: true, Up: false);
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(100_000);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void Write_InOrderCutAnywhere_IsHashedWhole(int cut)
    {
        using var channel = new SftpChannel(Both, cut);
        channel.Open("/up", SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate);
        Put(channel, 2, 0, 60_000);
        Put(channel, 3, 60_000, 40_000);
        Close(channel);

        var closed = Assert.Single(channel.Closed);
        Assert.Equal(("/up", FileWay.In, 100_000ul, true, "ok"), (closed.Path, closed.Way, closed.Bytes, closed.Whole, closed.Outcome));
        Assert.Equal(SHA256.HashData(Content), closed.Sha256);
    }

    [Fact]
    public void Write_PartsChangePlaces_IsStillHashedWhole()
    {
        using var channel = new SftpChannel(Both);
        channel.Open("/up", SftpOpenFlags.Write | SftpOpenFlags.Truncate);
        Put(channel, 2, 30_000, 70_000);
        Put(channel, 3, 0, 30_000);
        Close(channel);

        Assert.Equal(SHA256.HashData(Content), Assert.Single(channel.Closed).Sha256);
    }

    [Fact]
    public void Write_SameBytesTwice_IsNotCalledWhole()
    {
        using var channel = new SftpChannel(Both);
        channel.Open("/up", SftpOpenFlags.Write | SftpOpenFlags.Truncate);
        Put(channel, 2, 0, 30_000);
        Put(channel, 3, 10_000, 30_000);
        Close(channel);

        var closed = Assert.Single(channel.Closed);
        Assert.False(closed.Whole);
        Assert.Null(closed.Sha256);
        Assert.Equal(60_000ul, closed.Bytes);
    }

    [Fact]
    public void Write_TakenUpAgainInTheMiddle_IsHashedFromThereAndNotWhole()
    {
        using var channel = new SftpChannel(Both);
        channel.Open("/up", SftpOpenFlags.Write | SftpOpenFlags.Create);
        channel.Client(Write(2, "h", 5_000_000, Content));
        channel.Device(Status(2, SftpStatus.Ok));
        Close(channel);

        var closed = Assert.Single(channel.Closed);
        Assert.Equal((5_000_000ul, 100_000ul, false), (closed.Offset, closed.Bytes, closed.Whole));
        Assert.Equal(SHA256.HashData(Content), closed.Sha256);
    }

    [Fact]
    public void Write_WithoutTruncateAndCutToItsSize_IsWhole()
    {
        using var channel = new SftpChannel(Both);
        channel.Open("/up", SftpOpenFlags.Write | SftpOpenFlags.Create);
        Put(channel, 2, 0, 100_000);
        channel.Client(Make(SftpType.FSetStat, w =>
        {
            w.WriteUInt32(3);
            w.WriteString("h");
            new SftpAttributes { Size = 100_000 }.Write(w);
        }));
        channel.Device(Status(3, SftpStatus.Ok));
        Close(channel);

        Assert.True(Assert.Single(channel.Closed).Whole);
    }

    [Fact]
    public void Write_DeviceRefusesOne_OutcomeSaysSo()
    {
        using var channel = new SftpChannel(Both);
        channel.Open("/up", SftpOpenFlags.Write | SftpOpenFlags.Truncate);
        channel.Client(Write(2, "h", 0, Content));
        channel.Device(Status(2, SftpStatus.Failure));
        Close(channel);

        var closed = Assert.Single(channel.Closed);
        Assert.Equal(("failed", false), (closed.Outcome, closed.Whole));
    }

    [Fact]
    public void Read_ToItsEnd_IsWholeAndBeforeItIsNot()
    {
        using var channel = new SftpChannel(DownOnly);
        channel.Open("/log", SftpOpenFlags.Read);
        channel.Client(Read(2, "h", 0, 60_000));
        channel.Client(Read(3, "h", 60_000, 60_000));
        channel.Client(Read(4, "h", 100_000, 60_000));
        channel.Device(Data(2, Content[..60_000]));
        channel.Device(Data(3, Content[60_000..]));
        channel.Device(Status(4, SftpStatus.Eof));
        Close(channel, 5);
        channel.Open("/log", SftpOpenFlags.Read);
        channel.Client(Read(2, "h", 0, 60_000));
        channel.Device(Data(2, Content[..60_000]));
        Close(channel, 5);

        Assert.Equal([true, false], channel.Closed.Select(one => one.Whole));
        Assert.Equal(SHA256.HashData(Content), channel.Closed.First().Sha256);
    }

    [Fact]
    public void HashOnly_EachPart_HasTheRunningHashBeforeItGoesOn()
    {
        using var channel = new SftpChannel(new SftpRights(true, true, HashOnly: true));
        channel.Open("/up", SftpOpenFlags.Write | SftpOpenFlags.Truncate);
        channel.Client(Write(2, "h", 0, Content[..1000]));
        channel.Client(Write(3, "h", 1000, Content[1000..3000]));

        var parts = channel.Facts.Where(fact => fact.Kind == FileFactKind.Bytes).ToList();
        Assert.Equal([SHA256.HashData(Content[..1000]), SHA256.HashData(Content[..3000])], parts.Select(part => part.Sha256));
        Assert.All(parts, part => Assert.True(part.Running));
    }

    [Fact]
    public void Channel_EndsWithAnOpenFile_ItIsCut()
    {
        using var channel = new SftpChannel(Both);
        channel.Open("/up", SftpOpenFlags.Write | SftpOpenFlags.Truncate);
        Put(channel, 2, 0, 1000);
        channel.Conversation.End(channel.Facts);

        var closed = Assert.Single(channel.Closed);
        Assert.Equal(("cut", false, 1000ul), (closed.Outcome, closed.Whole, closed.Bytes));
    }

    public static TheoryData<string, byte[]> Changes() => new()
    {
        { "open", Open(9, "/a", SftpOpenFlags.Write) },
        { "open", Open(9, "/a", SftpOpenFlags.Read | SftpOpenFlags.Write) },
        { "open", Open(9, "/a", SftpOpenFlags.Append) },
        { "open", Open(9, "/a", SftpOpenFlags.Read | SftpOpenFlags.Truncate) },
        { "open", Open(9, "/a", SftpOpenFlags.Create | SftpOpenFlags.Exclusive) },
        { "remove", Path(SftpType.Remove, 9, "/a") },
        { "rename", Path(SftpType.Rename, 9, "/a", "/b") },
        { "rename", Extended(9, "posix-rename@openssh.com", "/a", "/b") },
        { "link", Extended(9, "hardlink@openssh.com", "/a", "/b") },
        { "symlink", Path(SftpType.SymLink, 9, "/a", "/b") },
        { "rmdir", Path(SftpType.RmDir, 9, "/a") },
        { "attributes", SetStat(9, "/a") },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_WithoutTheRight_IsRefusedAndTold(string op, byte[] request)
    {
        using var channel = new SftpChannel(DownOnly);
        var ruling = channel.Client(request);

        Assert.Equal((SftpRulingKind.Refuse, "sftpUp", SftpStatus.PermissionDenied), (ruling.Kind, ruling.Control, ruling.Status));
        Assert.Equal((FileFactKind.Refused, op), (channel.Facts[^1].Kind, channel.Facts[^1].Op));
    }

    [Fact]
    public void CopyData_OntoAHandleThatMayNotBeWritten_IsRefused()
    {
        using var channel = new SftpChannel(Both);
        channel.Open("/a", SftpOpenFlags.Read, "from");

        Assert.Equal(SftpRulingKind.Refuse, channel.Client(CopyData(9, "from", "never")).Kind);
        Assert.Equal(SftpRulingKind.Refuse, channel.Client(CopyData(9, "from", "from")).Kind);
    }

    [Fact]
    public void Extension_Unknown_DoesNotPass() =>
        Assert.Equal(SftpStatus.OpUnsupported, Refused(new SftpChannel(Both), Extended(9, "run@vendor.example", "rm -rf /")).Status);

    [Theory]
    [InlineData((byte)99)]
    [InlineData((byte)21)]
    [InlineData((byte)102)]
    public void Type_Unknown_DoesNotPass(byte type) =>
        Assert.Equal(SftpStatus.OpUnsupported, Refused(new SftpChannel(Both), OnHandle((SftpType)type, 9, "x")).Status);

    [Fact]
    public void Handle_NeverGivenOrClosing_DoesNotReachTheDevice()
    {
        using var channel = new SftpChannel(Both);
        Assert.Equal(SftpRulingKind.Refuse, channel.Client(Write(8, "guess", 0, Content)).Kind);
        channel.Open("/up", SftpOpenFlags.Write | SftpOpenFlags.Truncate);
        Assert.Equal(SftpRulingKind.Refuse, channel.Client(Read(8, "h", 0, 10)).Kind);
        channel.Client(OnHandle(SftpType.Close, 2, "h"));
        Assert.Equal(SftpRulingKind.Refuse, channel.Client(Write(3, "h", 0, Content)).Kind);
    }

    [Fact]
    public void Init_HigherVersion_IsAskedAsThree()
    {
        using var channel = new SftpChannel(new SftpConversation(Both));
        var ruling = channel.Client(Init(6));

        Assert.Equal(SftpRulingKind.Replace, ruling.Kind);
        Assert.Equal(Init(), ruling.Replacement.ToArray());
    }

    [Fact]
    public void Airlock_OpenForWriting_IsTakenAndTheDeviceHearsNothing()
    {
        using var channel = new SftpChannel(new SftpRights(true, true, Airlock: true));

        Assert.Equal(SftpRulingKind.Take, channel.Client(Open(9, "/up", SftpOpenFlags.Write | SftpOpenFlags.Create)).Kind);
        Assert.Equal(SftpRulingKind.Take, channel.Client(Write(10, "bastion:1", 0, Content)).Kind);
        Assert.Equal(SftpRulingKind.Take, channel.Client(CopyData(11, "x", "bastion:1")).Kind);
        Assert.Equal(SftpRulingKind.Pass, channel.Client(Open(12, "/log", SftpOpenFlags.Read)).Kind);
    }

    [Fact]
    public void OwnRequest_Answer_IsNotTheClients()
    {
        using var channel = new SftpChannel(Both);
        uint own = channel.Conversation.OwnId(SftpType.Open);

        Assert.False(channel.Device(Handle(own, "mine")));
        Assert.Equal(SftpRulingKind.Refuse, channel.Client(Write(2, "mine", 0, Content)).Kind);
    }

    private static readonly Dictionary<string, Action<SftpChannel>> Violations = new()
    {
        { "request number in use", c => { c.Client(Path(SftpType.Stat, 5, "/a")); c.Client(Path(SftpType.Stat, 5, "/b")); } },
        { "second version", c => c.Client(Init()) },
        { "packet without end", c => c.Client([0xff, 0xff, 0xff, 0xff, 3]) },
        { "packet without body", c => c.Client([0, 0, 0, 1, 3]) },
        { "path longer than its packet", c => c.Client([0, 0, 0, 9, 17, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff]) },
        { "long request", c => c.Client(Path(SftpType.Stat, 5, new string('a', 30_000))) },
        { "handle too long", c => c.Client(Write(5, new string('h', 300), 0, [])) },
        { "write whose content is another length", c => c.Client(Make(SftpType.Write, w => { w.WriteUInt32(1); w.WriteString("h"); w.WriteUInt64(0); w.WriteUInt32(100); w.WriteRaw(new byte[50]); })) },
        { "answer nobody asked", c => c.Device(Status(5, SftpStatus.Ok)) },
        { "second answer", c => { c.Client(Path(SftpType.Stat, 5, "/a")); c.Device(Status(5, SftpStatus.Ok)); c.Device(Status(5, SftpStatus.Ok)); } },
        { "answer of another kind", c => { c.Client(Path(SftpType.Remove, 5, "/a")); c.Device(Handle(5, "h")); } },
        { "more data than asked", c => { c.Open("/a", SftpOpenFlags.Read); c.Client(Read(5, "h", 0, 10)); c.Device(Data(5, new byte[11])); } },
        { "handle in use", c => { c.Open("/a", SftpOpenFlags.Read); c.Client(Open(5, "/b", SftpOpenFlags.Read)); c.Device(Handle(5, "h")); } },
        { "another version", c => c.Device(Version(4)) },
    };

    [Theory]
    [MemberData(nameof(ViolationNames))]
    public void Violation_OfEitherSide_BreaksTheChannel(string what)
    {
        using var channel = new SftpChannel(Both);
        Assert.Throws<SshProtocolException>(() => Violations[what](channel));
    }

    public static TheoryData<string> ViolationNames() => [.. Violations.Keys];

    private static SftpRuling Refused(SftpChannel channel, byte[] request)
    {
        using (channel)
        {
            var ruling = channel.Client(request);
            Assert.Equal(SftpRulingKind.Refuse, ruling.Kind);
            return ruling;
        }
    }

    private static void Put(SftpChannel channel, uint id, int offset, int length)
    {
        channel.Client(Write(id, "h", (ulong)offset, Content[offset..(offset + length)]));
        channel.Device(Status(id, SftpStatus.Ok));
    }

    private static void Close(SftpChannel channel, uint id = 90)
    {
        channel.Client(OnHandle(SftpType.Close, id, "h"));
        channel.Device(Status(id, SftpStatus.Ok));
    }
}
