using System.Security.Cryptography;
using Bastion.Ssh.Files;

namespace Bastion.Ssh.Tests.Files;

public sealed class ContentDigestTests
{
    [Fact]
    public void Parts_InAnyOrderInsideTheBound_AreHashedAsOne()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            byte[] content = new byte[random.Next(1, 50_000)];
            random.NextBytes(content);
            List<(int Offset, int Length)> parts = [];
            for (int at = 0; at < content.Length;)
            {
                int length = Math.Min(random.Next(1, 5_000), content.Length - at);
                parts.Add((at, length));
                at += length;
            }

            using var digest = new ContentDigest(repeatsHarmless: round % 2 == 0);
            foreach ((int offset, int length) in parts.OrderBy(_ => random.Next()))
            {
                digest.Add((ulong)offset, content.AsSpan(offset, length));
            }

            digest.Finish();
            Assert.True(digest.InOrder);
            Assert.Equal((0ul, (ulong)content.Length), (digest.Start, digest.Length));
            Assert.Equal(SHA256.HashData(content), digest.Hash());
        }
    }

    [Fact]
    public void Part_TooFarAhead_IsCountedAndNotHashed()
    {
        using var digest = new ContentDigest(repeatsHarmless: true);
        digest.Add(0, new byte[10]);
        digest.Add(100, new byte[ContentDigest.MaxWaiting]);
        digest.Add(100 + ContentDigest.MaxWaiting, new byte[1]);

        Assert.False(digest.InOrder);
        Assert.Equal(11ul + ContentDigest.MaxWaiting, digest.Passed);
    }

    [Fact]
    public void Gap_NeverFilled_IsNotInOrder()
    {
        using var digest = new ContentDigest(repeatsHarmless: true);
        digest.Add(0, new byte[10]);
        digest.Add(20, new byte[10]);
        digest.Finish();

        Assert.False(digest.InOrder);
    }

    [Fact]
    public void Read_OfTheSameBytesAgain_ChangesNothing()
    {
        byte[] content = RandomNumberGenerator.GetBytes(100);
        using var digest = new ContentDigest(repeatsHarmless: true);
        digest.Add(0, content.AsSpan(0, 60));
        digest.Add(40, content.AsSpan(40, 60));

        Assert.Equal(SHA256.HashData(content), digest.Hash());
    }

    [Fact]
    public void Offset_PastTheLargestNumber_IsNotInOrder()
    {
        using var digest = new ContentDigest(repeatsHarmless: true);
        digest.Add(ulong.MaxValue - 3, new byte[10]);

        Assert.False(digest.InOrder);
    }
}
