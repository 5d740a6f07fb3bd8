namespace Bastion.Appliance.Tests;

public sealed class BackOffTests
{
    [Fact]
    public void BackOff_ServiceThatKeepsFailing_WaitsTwiceAsLongEachTimeUpToAHalfMinute()
    {
        var backOff = new BackOff();

        var waits = Enumerable.Range(0, 7).Select(_ => backOff.After(TimeSpan.Zero).TotalSeconds);

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], waits);
    }

    [Fact]
    public void BackOff_ServiceThatHeldAMinute_StartsAtOnceAgain()
    {
        var backOff = new BackOff();
        backOff.After(TimeSpan.Zero);
        backOff.After(TimeSpan.Zero);

        Assert.Equal(4, backOff.After(TimeSpan.FromSeconds(59.9)).TotalSeconds);
        Assert.Equal(1, backOff.After(TimeSpan.FromMinutes(1)).TotalSeconds);
    }
}
