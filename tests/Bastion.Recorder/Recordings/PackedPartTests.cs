using Bastion.Recorder.Recordings;

namespace Bastion.Recorder.Tests.Recordings;

public sealed class PackedPartTests
{
    [Fact]
    public void Text_IsPackedAndComesBack()
    {
        var content = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(i => $"line {i} of a log that repeats itself\r\n")));
        var packed = new byte[content.Length];
        var length = new PackedPart().TryPack(content, content.Length, packed);
        Assert.InRange(length, 1, content.Length / 4);
        Assert.Equal(content, PackedPart.Unpack(packed.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => PackedPart.Unpack(packed.AsSpan(0, length / 2)));
        packed[3]--;
        Assert.Throws<InvalidDataException>(() => PackedPart.Unpack(packed.AsSpan(0, length)));
    }

    [Fact]
    public void Noise_IsLeftAsItIs_AndTheNextBatchesAreNotTried()
    {
        var (packing, noise, text) = (new PackedPart(), System.Security.Cryptography.RandomNumberGenerator.GetBytes(8192), new byte[8192]);
        Assert.Equal(0, packing.TryPack(noise, noise.Length, new byte[8192]));
        for (var i = 0; i < 32; i++)
            Assert.Equal(0, packing.TryPack(text, text.Length, new byte[8192]));
        Assert.NotEqual(0, packing.TryPack(text, text.Length, new byte[8192]));
        Assert.Equal(0, new PackedPart().TryPack(text, PackedPart.Smallest - 1, new byte[8192]));
    }
}
