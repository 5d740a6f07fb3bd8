using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>"env", RFC 4254 section 6.4.</summary>
public sealed record EnvironmentRequest(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value) : IRequestData<EnvironmentRequest>
{
    static string IRequestData<EnvironmentRequest>.Type => "env";

    public static EnvironmentRequest Read(ref WireReader reader) => new(
        reader.ReadString(),
        reader.ReadString());

    public void Write(WireWriter writer)
    {
        writer.WriteString(Name.Span);
        writer.WriteString(Value.Span);
    }
}
