using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>"exit-signal", RFC 4254 section 6.10. Never answered.</summary>
public sealed record ExitSignalRequest(string Signal, bool CoreDumped, string ErrorText, string Language) : IRequestData<ExitSignalRequest>
{
    static string IRequestData<ExitSignalRequest>.Type => "exit-signal";

    public static ExitSignalRequest Read(ref WireReader reader) => new(
        reader.ReadName(),
        reader.ReadBoolean(),
        reader.ReadLenientText(),
        reader.ReadLenientText(SshLimits.Name));

    public void Write(WireWriter writer)
    {
        writer.WriteString(Signal);
        writer.WriteBoolean(CoreDumped);
        writer.WriteString(ErrorText);
        writer.WriteString(Language);
    }
}
