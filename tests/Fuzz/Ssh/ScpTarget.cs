using System.Text;
using Bastion.Ssh.Files;
using Bastion.Ssh.Scp;
using Bastion.Ssh.Wire;

namespace Bastion.Fuzz.Ssh;

/// <summary>Both sides of scp's old protocol, in turn, and the commands that start it. What comes out of the readers must be what went in.</summary>
internal sealed class ScpTarget : IFuzzTarget
{
    public string Name => "scp";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Row("scp -t /a", "\0", "C0644 3 f\n", "\0", "abc\0", "\0", "T1700000000 0 1700000000 0\n", "\0", "D0755 0 d\n", "\0", "E\n", "\0"),
        Row("scp -r -p -d -f '/a b'", "\0", "\u0001scp: no\n", "\0", "C0644 0 f\n", "\0"),
    ];

    public void Run(byte[] input)
    {
        try
        {
            var reader = new WireReader(input);
            byte[] command = reader.ReadString().ToArray();
            ScpCommand scp = ScpCommand.Parse(command) ?? new ScpCommand(true, false, "/a", true);
            using var conversation = new ScpConversation(scp, hashOnly: command.Length % 2 == 0);
            var facts = new List<FileFact>();
            bool source = false;
            while (!reader.AtEnd)
            {
                ReadOnlyMemory<byte> chunk = reader.ReadString();
                while (source ? conversation.TryReadSource(ref chunk, facts, out _) : conversation.TryReadSink(ref chunk, facts, out _))
                {
                }

                source = !source;
            }

            conversation.End(facts);
        }
        catch (SshProtocolException)
        {
            // Refused.
        }
    }

    private static byte[] Row(params string[] chunks)
    {
        using var writer = new WireWriter();
        foreach (string chunk in chunks)
        {
            writer.WriteString(Encoding.UTF8.GetBytes(chunk));
        }

        return writer.ToArray();
    }
}
