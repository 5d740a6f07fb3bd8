using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>SSH_MSG_USERAUTH_INFO_RESPONSE, RFC 4256 section 3.4. The answers are secrets: they point into the received batch.</summary>
public sealed record InfoResponseMessage(IReadOnlyList<ReadOnlyMemory<byte>> Answers) : ISshMessage<InfoResponseMessage>
{
    static byte ISshMessage<InfoResponseMessage>.Number => MessageNumber.UserAuthInfoResponse;

    public static InfoResponseMessage Read(ref WireReader reader)
    {
        uint count = reader.ReadUInt32();
        if (count > SshLimits.Prompts)
        {
            throw new SshProtocolException("too many answers");
        }

        var answers = new ReadOnlyMemory<byte>[count];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = reader.ReadString(SshLimits.Answer);
        }

        return new InfoResponseMessage(answers);
    }

    public void Write(WireWriter writer)
    {
        writer.WriteUInt32((uint)Answers.Count);
        foreach (ReadOnlyMemory<byte> answer in Answers)
        {
            writer.WriteString(answer.Span);
        }
    }
}
