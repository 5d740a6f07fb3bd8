using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Messages;

/// <summary>Reads and writes the data of typed channel requests.</summary>
public static class RequestData
{
    /// <exception cref="SshProtocolException">Short, long or ill-formed.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> data)
        where T : IRequestData<T>
    {
        var reader = new WireReader(data);
        T request = T.Read(ref reader);
        reader.RequireEnd();
        return request;
    }

    public static ChannelRequestMessage ToMessage<T>(uint recipientChannel, T data, bool wantReply)
        where T : IRequestData<T>
    {
        using var writer = new WireWriter();
        data.Write(writer);
        return new ChannelRequestMessage(recipientChannel, T.Type, wantReply, writer.ToArray());
    }
}
