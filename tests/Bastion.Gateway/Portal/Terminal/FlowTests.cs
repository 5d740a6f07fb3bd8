using Bastion.Gateway.Portal.Terminal;

namespace Bastion.Gateway.Tests.Portal.Terminal;

public sealed class FlowTests
{
    [Fact]
    public async Task Credit_WhenTheWindowIsFull_WaitsForTheBrowser()
    {
        var credit = new OutputCredit();
        credit.Sent(OutputCredit.Window);

        var waiting = credit.WaitAsync(CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.True(credit.TryDrawn(1));
        await waiting;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(11)]
    public void Credit_AcknowledgedMoreThanSent_IsRefused(int drawn)
    {
        var credit = new OutputCredit();
        credit.Sent(10);

        Assert.False(credit.TryDrawn(drawn));
        Assert.Equal(10, credit.Unacknowledged);
    }

    [Fact]
    public async Task Input_OverItsWindow_IsRefusedUntilTaken()
    {
        var input = new InputQueue();
        Assert.True(input.TryType(new byte[InputQueue.Window]));
        Assert.False(input.TryType([1]));

        var (_, bytes) = await input.TakeAsync(CancellationToken.None);
        Assert.False(input.TryType([1]));
        input.Taken(bytes.Length);
        Assert.True(input.TryType([1]));
    }

    [Fact]
    public async Task Input_ManySizes_OnlyTheLastCounts()
    {
        var input = new InputQueue();
        for (var i = 1; i <= 100_000; i++)
            input.Resize(i % 500, 24);
        Assert.True(input.TryType([7]));

        var (size, _) = await input.TakeAsync(CancellationToken.None);
        Assert.Equal((100_000 % 500, 24), size);
        var (none, bytes) = await input.TakeAsync(CancellationToken.None);
        Assert.Null(none);
        Assert.Equal([7], bytes);
    }
}
