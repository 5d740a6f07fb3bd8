using System.Threading.Channels;

namespace Bastion.Recorder.Ingest;

/// <summary>Wakes one waiter; raised any number of times before it looks, it wakes once. Raising never blocks.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });

    public void Raise() => _raised.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken cancel) => _raised.Reader.ReadAsync(cancel);
}
