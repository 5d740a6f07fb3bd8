using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Channels;

/// <summary>
/// Replies have no number: they come in the order of the requests (RFC 4254 sections 4 and 5.4). A relay answers some requests itself
/// and passes others on, so it must note both kinds here: an own answer that is not the oldest one waits for its turn.
/// </summary>
public sealed class PendingReplies
{
    private readonly Lock _gate = new();
    private readonly Queue<object?> _tags = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _tags.Count;
            }
        }
    }

    /// <summary>A request with want-reply goes out; <paramref name="tag"/> comes back with its reply.</summary>
    /// <exception cref="SshProtocolException">More than <see cref="SshLimits.PendingRequests"/> are outstanding.</exception>
    public void Expect(object? tag)
    {
        lock (_gate)
        {
            if (_tags.Count >= SshLimits.PendingRequests)
            {
                throw new SshProtocolException(DisconnectReason.ByApplication, "too many requests without a reply");
            }

            _tags.Enqueue(tag);
        }
    }

    /// <summary>A reply came: the tag of the oldest request.</summary>
    /// <exception cref="SshProtocolException">Nothing was asked.</exception>
    public object? Take()
    {
        lock (_gate)
        {
            return _tags.TryDequeue(out object? tag) ? tag : throw new SshProtocolException("reply without a request");
        }
    }
}
