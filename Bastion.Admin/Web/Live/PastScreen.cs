using Bastion.Admin.Web.Recordings;

namespace Bastion.Admin.Web.Live;

/// <summary>What a watcher who comes late needs of the past: the size, the marks and the last output, at most <see cref="MaxOutput"/> characters.</summary>
internal sealed class PastScreen
{
    /// <summary>About a thousand full screens.</summary>
    public const int MaxOutput = 1 << 20;

    private readonly Queue<TerminalEvent> _output = new();
    private readonly List<TerminalEvent> _marks = [];
    private readonly Dictionary<uint, TerminalEvent> _sizes = [];
    private int _kept;

    public void Keep(TerminalEvent one)
    {
        switch (one.Code)
        {
            case 'o':
                _output.Enqueue(one);
                _kept += one.Data.Length;
                while (_kept > MaxOutput)
                    _kept -= _output.Dequeue().Data.Length;
                break;
            case 'r':
                _sizes[one.Channel] = one;
                break;
            default:
                _marks.Add(one);
                break;
        }
    }

    public async Task SendAsync(EventStream stream, CancellationToken cancellation)
    {
        foreach (var one in _sizes.Values.Concat(_marks).Concat(_output))
            await stream.SendAsync("", one.ToJson(), cancellation);
        await stream.SendAsync("caught-up", "1", cancellation);
        _output.Clear();
        _marks.Clear();
        _sizes.Clear();
    }
}
