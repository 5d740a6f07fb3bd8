using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>"subsystem", RFC 4254 section 6.5.</summary>
public sealed record SubsystemRequest(string Name) : IRequestData<SubsystemRequest>
{
    static string IRequestData<SubsystemRequest>.Type => "subsystem";

    public static SubsystemRequest Read(ref WireReader reader) => new(reader.ReadName());

    public void Write(WireWriter writer) => writer.WriteString(Name);
}
