using System.Text;
using Bastion.Recorder.Search;

namespace Bastion.Recorder.Tests.Search;

public sealed class TrigramFilterTests
{
    [Fact]
    public void Filter_OfAText_SaysMaybeForAllThatItHas()
    {
        var text = Text(string.Concat(Enumerable.Range(0, 3000).Select(i => $"line {i * 7919:x8} pump{i % 13}\n")));
        var filter = TrigramFilter.Of(text);
        for (var from = 0; from + 9 < text.Length; from += 7)
            Assert.True(TrigramFilter.MayHave(filter, text.AsSpan(from, 9)));
        Assert.True(TrigramFilter.MayHave(filter, Text("zz")));
        Assert.True(TrigramFilter.MayHave(filter, []));
    }

    [Fact]
    public void Filter_OfAText_SaysNoForNearlyAllThatItHasNot()
    {
        var filter = TrigramFilter.Of(Text(string.Concat(Enumerable.Range(0, 3000).Select(i => $"line {i * 7919:x8} pump{i % 13}\n"))));
        Assert.Equal(0, filter.Length & (filter.Length - 1));
        Assert.True(Enumerable.Range(0, 1000).Count(i => TrigramFilter.MayHave(filter, Text($"qz{i:D3}wk"))) < 20);
        Assert.False(TrigramFilter.MayHave(TrigramFilter.Of([]), Text("any")));
        Assert.False(TrigramFilter.MayHave(TrigramFilter.Of(Text("an")), Text("any")));
        Assert.True(TrigramFilter.MayHave(TrigramFilter.Of(Text("any")), Text("any")));
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
