using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_NEWKEYS, RFC 4253 section 7.3.</summary>
public readonly record struct NewKeysMessage() : ISshMessage<NewKeysMessage>
{
    static byte ISshMessage<NewKeysMessage>.Number => MessageNumber.NewKeys;

    public static NewKeysMessage Read(ref WireReader reader) => new();

    public void Write(WireWriter writer) { }
}
