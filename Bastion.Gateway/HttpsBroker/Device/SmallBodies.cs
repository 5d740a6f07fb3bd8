namespace Bastion.Gateway.HttpsBroker.Device;

/// <summary>Keeps a small request body so that it can be sent once more after a challenge. It is recorded the first time, before it is kept.</summary>
internal static class SmallBodies
{
    public const long Largest = 256 * 1024;

    /// <summary>Whether the request can be sent twice.</summary>
    public static async Task<bool> KeepAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (request.Content is not { } content)
            return true;
        if (content.Headers.ContentLength is not <= Largest)
            return false;
        await content.LoadIntoBufferAsync(Largest, cancellation);
        return true;
    }
}
