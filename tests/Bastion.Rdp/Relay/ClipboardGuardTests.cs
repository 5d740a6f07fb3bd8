using System.Text;
using Bastion.Fuzz.Rdp;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Wire;

namespace Bastion.Rdp.Tests.Relay;

public sealed class ClipboardGuardTests
{
    private const int FormatList = 2;
    private const int FormatListAnswer = 3;
    private const int DataRequest = 4;
    private const int DataAnswer = 5;
    private readonly List<string> refused = [];
    private readonly List<byte[]> onward = [];
    private readonly List<byte[]> back = [];

    [Fact]
    public void Text_InTheGrantedDirection_Passes()
    {
        var guard = Guard(toDevice: true, toClient: false);
        Take(guard, fromClient: false, RdpSamples.Chunk(DataRequest, 0, 13, 0, 0, 0));
        Assert.Equal(DataRequest, TypeOf(Assert.Single(onward)));
        Take(guard, fromClient: true, RdpSamples.Chunk(DataAnswer, 1, Encoding.Unicode.GetBytes("étalon")));
        Assert.Equal("étalon", Encoding.Unicode.GetString(Assert.Single(onward).AsSpan(16)));
        Assert.Empty(refused);
    }

    [Fact]
    public void Text_InTheWithheldDirection_IsAnsweredWithNothing()
    {
        Take(Guard(toDevice: true, toClient: false), fromClient: true, RdpSamples.Chunk(DataRequest, 0, 13, 0, 0, 0));
        Assert.Empty(onward);
        Assert.Equal(DataAnswer, TypeOf(Assert.Single(back)));
        Assert.Equal(["clipboardOut"], refused);
    }

    [Fact]
    public void FormatList_KeepsTextOnly()
    {
        byte[] formats = [.. Name(13), .. Name(0xC0FE), .. Name(2), .. Name(1)];
        Take(Guard(true, true), fromClient: true, RdpSamples.Chunk(FormatList, 0, formats));
        Assert.Equal([13, 1], Assert.Single(onward)[16..].Chunk(36).Select(entry => (int)entry[0]));
    }

    [Fact]
    public void FormatList_InTheWithheldDirection_IsEmptyOnceAndThenAnswered()
    {
        var guard = Guard(false, true);
        Take(guard, fromClient: true, RdpSamples.Chunk(FormatList, 0, Name(13)));
        Assert.Equal(16, Assert.Single(onward).Length);
        Take(guard, fromClient: true, RdpSamples.Chunk(FormatList, 0, Name(13)));
        Assert.Empty(onward);
        Assert.Equal(FormatListAnswer, TypeOf(Assert.Single(back)));
    }

    [Fact]
    public void FormatList_OfADeviceInTheWithheldDirection_LeavesTheClientsClipboardAlone()
    {
        Take(Guard(true, false), fromClient: false, RdpSamples.Chunk(FormatList, 0, Name(13)));
        Assert.Empty(onward);
        Assert.Equal(FormatListAnswer, TypeOf(Assert.Single(back)));
    }

    [Fact]
    public void Answer_ThatNobodyAskedFor_DoesNotPass()
    {
        Take(Guard(true, true), fromClient: true, RdpSamples.Chunk(DataAnswer, 1, 1, 2, 3, 4));
        Assert.Empty(onward);
    }

    [Fact]
    public void Answer_LongerThanTheLimit_IsNothing()
    {
        var guard = Guard(true, true);
        Take(guard, fromClient: false, RdpSamples.Chunk(DataRequest, 0, 13, 0, 0, 0));
        Take(guard, fromClient: true, RdpSamples.Chunk(DataAnswer, 1, new byte[RdpLimits.LongestClipboardText + 2]));
        Assert.Equal(16, Assert.Single(onward).Length);
        Assert.Equal(["clipboardIn"], refused);
    }

    [Fact]
    public void Message_ThatNeverEnds_IsHeldToItsCap()
    {
        var guard = Guard(true, true);
        byte[] first = RdpSamples.Chunk(DataAnswer, 1, new byte[1000]);
        first[4] = 1;
        Take(guard, fromClient: true, first);
        byte[] more = [0, 0, 1, 0, 0, 0, 0, 0, .. new byte[1600]];
        for (var i = 0; i < 1000; i++)
            Take(guard, fromClient: true, more);
        Assert.Empty(onward);
    }

    [Fact]
    public void FileContents_AreRefusedByName()
    {
        Take(Guard(true, true), fromClient: true, RdpSamples.Chunk(8, 0, new byte[28]));
        Assert.Equal(9, TypeOf(Assert.Single(back)));
        Assert.Equal(["clipboardFiles"], refused);
    }

    [Fact]
    public void ReadOnly_TakesTheWayToTheDeviceAway()
    {
        var guard = new ClipboardGuard(new DesktopRules(true, true, ReadOnly: true), refused.Add);
        Take(guard, fromClient: false, RdpSamples.Chunk(DataRequest, 0, 13, 0, 0, 0));
        Assert.Empty(onward);
        Assert.Single(back);
    }

    private static byte[] Name(int format) => [(byte)format, (byte)(format >> 8), 0, 0, .. new byte[32]];

    private static int TypeOf(byte[] chunk) => chunk[8];

    private ClipboardGuard Guard(bool toDevice, bool toClient) => new(new DesktopRules(toDevice, toClient, false), refused.Add);

    private void Take(ClipboardGuard guard, bool fromClient, byte[] chunk)
    {
        onward.Clear();
        back.Clear();
        guard.Take(fromClient, chunk, onward, back);
    }
}
