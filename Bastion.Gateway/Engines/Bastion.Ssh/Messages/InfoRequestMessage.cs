using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_USERAUTH_INFO_REQUEST, RFC 4256 section 3.2.</summary>
public sealed record InfoRequestMessage(string Name, string Instruction, IReadOnlyList<InfoPrompt> Prompts) : ISshMessage<InfoRequestMessage>
{
    static byte ISshMessage<InfoRequestMessage>.Number => MessageNumber.UserAuthMethod60;

    public static InfoRequestMessage Read(ref WireReader reader)
    {
        string name = reader.ReadLenientText();
        string instruction = reader.ReadLenientText();
        reader.ReadStringSpan(SshLimits.Name); // language tag, deprecated
        uint count = reader.ReadUInt32();
        if (count > SshLimits.Prompts)
        {
            throw new SshProtocolException("too many prompts");
        }

        var prompts = new InfoPrompt[count];
        for (int i = 0; i < prompts.Length; i++)
        {
            prompts[i] = new InfoPrompt(reader.ReadLenientText(), reader.ReadBoolean());
        }

        return new InfoRequestMessage(name, instruction, prompts);
    }

    public void Write(WireWriter writer)
    {
        writer.WriteString(Name);
        writer.WriteString(Instruction);
        writer.WriteString("");
        writer.WriteUInt32((uint)Prompts.Count);
        foreach (InfoPrompt prompt in Prompts)
        {
            writer.WriteString(prompt.Text);
            writer.WriteBoolean(prompt.Echo);
        }
    }
}
