using Bastion.Fuzz.Ssh;
using Bastion.Rdp.Pdus;
using Bastion.Rdp.Relay;
using Bastion.Rdp.Wire;

namespace Bastion.Fuzz.Rdp;

/// <summary>A stream of frames, cut as a reader cuts it, against one of the engine's machines.</summary>
internal abstract class FramesTarget : IFuzzTarget
{
    public abstract string Name { get; }

    public abstract IReadOnlyList<byte[]> Seeds { get; }

    public void Run(byte[] input)
    {
        Begin();
        var at = 0;
        try
        {
            while (RdpFraming.LengthOf(input.AsSpan(at)) is var length and > 0 && length <= input.Length - at)
            {
                One(input.AsSpan(at, length));
                at += length;
            }
        }
        catch (RdpProtocolException)
        {
            // As it should be.
        }
    }

    protected abstract void Begin();

    protected abstract void One(Span<byte> frame);

    protected static ChannelTable Table() => new(RdpSamples.User, 1007, [new ChannelPair(ChannelUse.Desktop, RdpSamples.Io, RdpSamples.Io), new ChannelPair(ChannelUse.Clipboard, RdpSamples.Clipboard, RdpSamples.Clipboard)]);

    protected static byte[] Joined(params byte[][] frames) => [.. frames.SelectMany(frame => frame)];

    /// <summary>What is passed on must itself be frames.</summary>
    protected static void Check(IEnumerable<byte[]> frames)
    {
        foreach (var frame in frames)
            if (RdpFraming.LengthOf(frame) != frame.Length || SendData.Read(frame).Length == 0)
                throw new InvalidOperationException("What passes is no frame.");
    }
}
