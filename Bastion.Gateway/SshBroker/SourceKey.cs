using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Bastion.Gateway.SshBroker;

/// <summary>Who is counted as one source: an IPv4 address, or the /64 of an IPv6 address, of which one customer has all.</summary>
internal readonly record struct SourceKey(ulong Value, bool IsV6)
{
    public static SourceKey Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? new SourceKey(BinaryPrimitives.ReadUInt32BigEndian(bytes), false)
            : new SourceKey(BinaryPrimitives.ReadUInt64BigEndian(bytes), true);
    }
}
