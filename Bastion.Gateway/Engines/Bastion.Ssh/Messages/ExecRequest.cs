using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>"exec", RFC 4254 section 6.5. The command is bytes for the device's shell, in no known encoding.</summary>
public sealed record ExecRequest(ReadOnlyMemory<byte> Command) : IRequestData<ExecRequest>
{
    static string IRequestData<ExecRequest>.Type => "exec";

    public static ExecRequest Read(ref WireReader reader) => new(reader.ReadString());

    public void Write(WireWriter writer) => writer.WriteString(Command.Span);

    /// <summary>For people; what is not UTF-8 becomes U+FFFD.</summary>
    public string CommandText => System.Text.Encoding.UTF8.GetString(Command.Span);
}
