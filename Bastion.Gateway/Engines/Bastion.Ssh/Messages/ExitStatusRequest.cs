using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>"exit-status", RFC 4254 section 6.10. Never answered.</summary>
public sealed record ExitStatusRequest(uint Status) : IRequestData<ExitStatusRequest>
{
    static string IRequestData<ExitStatusRequest>.Type => "exit-status";

    public static ExitStatusRequest Read(ref WireReader reader) => new(reader.ReadUInt32());

    public void Write(WireWriter writer) => writer.WriteUInt32(Status);
}
