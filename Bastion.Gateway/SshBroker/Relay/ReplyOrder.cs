using Bastion.Ssh.Wire;

namespace Bastion.Gateway.SshBroker.Relay;

/// <summary>
/// The answers that a technician's channel is owed. Some requests are answered here, some by the device; answers go out in the order of the requests (RFC 4254 section 5.4).
/// </summary>
internal sealed class ReplyOrder
{
    private readonly Lock gate = new();
    private readonly Queue<Slot> owed = new();

    internal sealed class Slot
    {
        public bool? Success { get; set; }
    }

    /// <exception cref="SshProtocolException">More than <see cref="SshLimits.PendingRequests"/> wait for an answer.</exception>
    public Slot Expect()
    {
        var slot = new Slot();
        lock (gate)
        {
            if (owed.Count >= SshLimits.PendingRequests)
                throw new SshProtocolException(DisconnectReason.ByApplication, "too many requests without a reply");
            owed.Enqueue(slot);
        }
        return slot;
    }

    /// <summary>Notes one answer; returns those that may go out now, oldest first.</summary>
    public IReadOnlyList<bool> Answer(Slot slot, bool success)
    {
        lock (gate)
        {
            slot.Success = success;
            var due = new List<bool>(1);
            while (owed.TryPeek(out var next) && next.Success is { } answer)
            {
                owed.Dequeue();
                due.Add(answer);
            }
            return due;
        }
    }
}
