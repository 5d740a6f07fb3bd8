namespace Bastion.Ssh.Transport;

/// <summary>A token linked with the lifetime, kept as long as the caller comes with the same one: a receive loop allocates nothing.</summary>
internal sealed class LinkedToken(CancellationToken lifetime) : IDisposable
{
    private CancellationTokenSource? _linked;
    private CancellationToken _of;

    public CancellationToken With(CancellationToken other)
    {
        if (!other.CanBeCanceled)
        {
            return lifetime;
        }

        if (_linked is null || _of != other)
        {
            _linked?.Dispose();
            _linked = CancellationTokenSource.CreateLinkedTokenSource(lifetime, other);
            _of = other;
        }

        return _linked.Token;
    }

    public void Dispose() => _linked?.Dispose();
}
