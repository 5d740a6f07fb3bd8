namespace Bastion.Recorder.Tests.Evidence;

public sealed class PageTests(HonestPack pack) : IClassFixture<HonestPack>
{
    [Fact]
    public async Task PagesCode_OnAnHonestPack_FindsAllOfItInOrder()
    {
        await using var page = await PageVerifier.StartAsync(pack.Trust, pack.Witnessed, HonestPack.Passphrase);
        var answer = await page.VerifyAsync(pack.Bytes);
        Assert.Equal([], answer.Flaws);
        Assert.Equal([], answer.Unchecked);
        Assert.Equal(["manifest", "files", "trust", "checkpoint", "witness", "witnessed", "timestamp", "row", "recording", "recording", "document", "document"], answer.Passed);
        Assert.Equal([6, 6], answer.Frames);
    }
}
