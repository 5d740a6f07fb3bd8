using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_USERAUTH_BANNER, RFC 4252 section 5.4. Text of the peer: sanitise before anybody sees it.</summary>
public sealed record UserAuthBannerMessage(string Text, string Language) : ISshMessage<UserAuthBannerMessage>
{
    static byte ISshMessage<UserAuthBannerMessage>.Number => MessageNumber.UserAuthBanner;

    public static UserAuthBannerMessage Read(ref WireReader reader) => new(reader.ReadLenientText(), reader.ReadLenientText(SshLimits.Name));

    public void Write(WireWriter writer)
    {
        writer.WriteString(Text);
        writer.WriteString(Language);
    }
}
