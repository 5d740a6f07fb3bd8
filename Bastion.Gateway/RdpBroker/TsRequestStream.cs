using Bastion.Rdp.Security;

namespace Bastion.Gateway.RdpBroker;

/// <summary>One TSRequest at a time off a stream, and never an octet of what follows.</summary>
internal static class TsRequestStream
{
    private const int Head = 6;

    /// <summary>Null at the end of the stream.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var head = new byte[Head];
        var have = 0;
        int length;
        while ((length = TsRequest.LengthOf(head.AsSpan(0, have))) == 0)
        {
            var read = await stream.ReadAsync(head.AsMemory(have, 1), cancellation);
            if (read == 0)
                return null;
            have += read;
        }
        var message = new byte[Math.Max(length, have)];
        head.AsSpan(0, have).CopyTo(message);
        await stream.ReadExactlyAsync(message.AsMemory(have), cancellation);
        return message;
    }
}
