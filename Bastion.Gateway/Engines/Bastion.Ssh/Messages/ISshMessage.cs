using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>
/// One SSH message, both directions. <see cref="Read"/> and <see cref="Write"/> go field by field in the order of the
/// specification, without the message number. What was read may point into the received batch: it is valid as long as that.
/// </summary>
public interface ISshMessage<TSelf>
    where TSelf : ISshMessage<TSelf>
{
    static abstract byte Number { get; }

    static abstract TSelf Read(ref WireReader reader);

    void Write(WireWriter writer);

    /// <summary>Reads a whole payload that begins with the message number.</summary>
    /// <exception cref="SshProtocolException">Other number, short, long or ill-formed.</exception>
    static virtual TSelf Parse(ReadOnlyMemory<byte> payload)
    {
        var reader = new WireReader(payload);
        if (reader.ReadByte() != TSelf.Number)
        {
            throw new SshProtocolException("message number is not the expected one");
        }

        TSelf message = TSelf.Read(ref reader);
        reader.RequireEnd();
        return message;
    }
}
