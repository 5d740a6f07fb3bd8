namespace Bastion.Ssh.Channels;

/// <summary>Windows and packets of one channel, bytes.</summary>
public static class ChannelLimits
{
    /// <summary>Data in one message, both ways: what everybody uses and RFC 4253 section 6.1 asks for.</summary>
    public const int MaximumPacket = 32 * 1024;

    /// <summary>Window that we grant where no other leg decides.</summary>
    public const int Window = 2 * 1024 * 1024;
}
