using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>"signal", RFC 4254 section 6.9. Name without SIG. Never answered.</summary>
public sealed record SignalRequest(string Signal) : IRequestData<SignalRequest>
{
    static string IRequestData<SignalRequest>.Type => "signal";

    public static SignalRequest Read(ref WireReader reader) => new(reader.ReadName());

    public void Write(WireWriter writer) => writer.WriteString(Signal);
}
