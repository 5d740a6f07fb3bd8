using Bastion.Ssh.Files;
using Bastion.Ssh.Sftp;

namespace Bastion.Ssh.Tests.Sftp;

/// <summary>A channel in the tests' hands: what each side says goes through framer and conversation, cut as small as the test wants.</summary>
internal sealed class SftpChannel : IDisposable
{
    private readonly SftpConversation conversation;
    private readonly SftpFramer requests = new(fromClient: true);
    private readonly SftpFramer answers = new(fromClient: false);
    private readonly int cut;
    private SftpRulingKind ruling;
    private bool data;

    public SftpChannel(SftpRights rights, int cut = int.MaxValue)
    {
        conversation = new SftpConversation(rights);
        this.cut = cut;
        Client(SftpPackets.Init());
        Device(SftpPackets.Version());
    }

    public SftpChannel(SftpConversation conversation)
    {
        this.conversation = conversation;
        cut = int.MaxValue;
    }

    public List<FileFact> Facts { get; } = [];

    public SftpConversation Conversation => conversation;

    /// <summary>Closing facts.</summary>
    public IEnumerable<FileFact> Closed => Facts.Where(fact => fact.Kind == FileFactKind.Closed);

    public SftpRuling Client(byte[] packet)
    {
        SftpRuling? first = null;
        foreach (ReadOnlyMemory<byte> part in Parts(packet))
        {
            ReadOnlyMemory<byte> rest = part;
            while (requests.TryRead(ref rest, out SftpPiece piece))
            {
                if (piece.Kind != SftpPieceKind.Content)
                {
                    SftpRuling judged = conversation.Ask(piece.Bytes, Facts);
                    first ??= judged;
                    ruling = judged.Kind;
                }
                else if (ruling == SftpRulingKind.Pass)
                {
                    conversation.Sending(piece.Bytes.Span, Facts);
                }
            }
        }

        return first ?? throw new InvalidOperationException("no whole request");
    }

    public bool Device(byte[] packet)
    {
        bool forClient = true;
        foreach (ReadOnlyMemory<byte> part in Parts(packet))
        {
            ReadOnlyMemory<byte> rest = part;
            while (answers.TryRead(ref rest, out SftpPiece piece))
            {
                if (piece.Kind != SftpPieceKind.Content)
                {
                    forClient = conversation.Answer(piece.Bytes, Facts);
                    data = piece.Type == SftpType.Data;
                }
                else if (data)
                {
                    conversation.Receiving(piece.Bytes.Span, Facts);
                }
            }
        }

        return forClient;
    }

    /// <summary>A file that the device has opened.</summary>
    public void Open(string path, SftpOpenFlags flags, string handle = "h")
    {
        Client(SftpPackets.Open(1, path, flags));
        Device(SftpPackets.Handle(1, handle));
    }

    public void Dispose() => conversation.Dispose();

    private IEnumerable<ReadOnlyMemory<byte>> Parts(byte[] packet)
    {
        for (int at = 0; at < packet.Length; at += Math.Min(cut, packet.Length - at))
        {
            yield return packet.AsMemory(at, Math.Min(cut, packet.Length - at));
        }
    }
}
