namespace Bastion.Ssh.Transport;

/// <summary>
/// Everything that was there at one moment, decrypted and in order: only messages 50 and above, the transport keeps the others.
/// The batch and all payloads are valid until the next <c>ReceiveAsync</c> of the same transport, which reuses them.
/// </summary>
public sealed class InboundBatch
{
    private readonly List<InboundMessage> _messages = [];

    /// <summary>Not null in the last batch: after these messages nothing comes any more.</summary>
    public SshEnd? End { get; internal set; }

    public int Count => _messages.Count;

    /// <summary>Sum of the payload lengths.</summary>
    public int PayloadBytes { get; private set; }

    public InboundMessage this[int index] => _messages[index];

    public List<InboundMessage>.Enumerator GetEnumerator() => _messages.GetEnumerator();

    internal void Add(byte number, ReadOnlyMemory<byte> payload)
    {
        _messages.Add(new InboundMessage(number, payload));
        PayloadBytes += payload.Length;
    }

    internal void Clear()
    {
        _messages.Clear();
        PayloadBytes = 0;
        End = null;
    }
}
