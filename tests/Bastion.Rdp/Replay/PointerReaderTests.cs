using Bastion.Rdp.Replay;

namespace Bastion.Rdp.Tests.Replay;

public sealed class PointerReaderTests
{
    [Fact]
    public void FastInput_WithKeysBetween_SaysTheLastPositionAndThatAButtonWentDown() =>
        Assert.Equal((300, 2, true), PointerReader.Read([0b0000_1100, 18, 0x20, 0x00, 0x90, 1, 0, 2, 0, 0x00, 0x1E, 0x20, 0x00, 0x08, 0x2C, 1, 2, 0]));

    [Fact]
    public void FastInput_OfKeysAlone_SaysNothing() => Assert.Null(PointerReader.Read([0b0000_1000, 6, 0x00, 0x1E, 0x01, 0x1E]));

    [Fact]
    public void Wheel_IsNoPlace() => Assert.Null(PointerReader.Read([0b0000_0100, 9, 0x20, 0x78, 0x02, 0, 0, 0, 0]));

    [Fact]
    public void Input_CutAnywhere_SaysNothingWrong()
    {
        byte[] whole = [0b0000_1100, 18, 0x20, 0x00, 0x90, 1, 0, 2, 0, 0x00, 0x1E, 0x20, 0x00, 0x08, 0x2C, 1, 2, 0];
        for (var length = 2; length < whole.Length; length++)
            PointerReader.Read(whole.AsSpan(0, length));
    }
}
