using System.Text;
using Bastion.Ssh.Files;
using Bastion.Ssh.Wire;

namespace Bastion.Ssh.Sftp;

/// <summary>
/// One SFTP channel as it passes: every request is read, judged and matched with its answer by id; what happened to files comes out as facts.
/// Not thread-safe: requests and answers come from two tasks, so the owner locks.
/// </summary>
public sealed class SftpConversation(SftpRights rights) : IDisposable
{
    /// <summary>The version that is followed; who asks for a higher one is answered with this one, as by every server of today.</summary>
    public const uint Version = 3;

    /// <summary>First bytes of the handles that the airlock gives.</summary>
    public const string TakenHandle = "bastion:";

    // Far from where clients begin to count.
    private const uint FirstOwnId = 0xB0000000;

    private readonly Dictionary<uint, SftpPending> _pending = [];
    private readonly Dictionary<uint, SftpType> _own = [];
    private readonly SftpFiles _files = new(rights.HashOnly);
    private readonly SftpJudge _judge = new(rights);
    private bool _greeted;
    private bool _answered;
    private int _acts;
    private uint _ownId = FirstOwnId;
    private SftpFile? _writing;
    private ulong _writingAt;
    private SftpFile? _reading;
    private ulong _readingAt;

    /// <param name="packet">A whole request, or the head of a WRITE.</param>
    /// <param name="facts">Takes what happened.</param>
    /// <exception cref="SshProtocolException">The client broke the protocol.</exception>
    public SftpRuling Ask(ReadOnlyMemory<byte> packet, ICollection<FileFact> facts)
    {
        SftpRequest request = SftpRequest.Read(packet);
        if (request.Type == SftpType.Init)
        {
            return Greet(request, packet);
        }

        if (!_greeted)
        {
            throw new SshProtocolException("file transfer does not begin with its version");
        }

        if (_pending.Count >= SftpLimits.Outstanding)
        {
            throw new SshProtocolException("too many file transfer requests at once");
        }

        if (_pending.ContainsKey(request.Id) || _own.ContainsKey(request.Id))
        {
            throw new SshProtocolException("file transfer request number is in use");
        }

        SftpFile? file = request.Handle.IsEmpty ? null : _files.Find(request.Handle.Span);
        SftpFile? target = request.ToHandle.IsEmpty ? null : _files.Find(request.ToHandle.Span);
        SftpRuling ruling = _judge.Judge(request, file, target, _files.Count);
        if (ruling.Kind == SftpRulingKind.Refuse)
        {
            if (ruling.Control.Length > 0)
            {
                facts.Add(new FileFact(FileFactKind.Refused) { Op = SftpActs.OpOf(request), Path = file?.Path ?? request.Path, To = request.To, Control = ruling.Control, Outcome = "refused" });
            }

            return ruling;
        }

        if (ruling.Kind == SftpRulingKind.Pass)
        {
            Pass(request, file, target, facts);
        }

        return ruling;
    }

    /// <summary>Content of the WRITE that was asked last and passes.</summary>
    public void Sending(ReadOnlySpan<byte> content, ICollection<FileFact> facts)
    {
        _writing?.In.Add(_writingAt, content, facts);
        _writingAt += (ulong)content.Length;
    }

    /// <param name="packet">A whole answer of the device, or the head of one with content or a listing.</param>
    /// <param name="facts">Takes what happened.</param>
    /// <returns>False when it answers a request of <see cref="OwnId"/> and is not the client's.</returns>
    /// <exception cref="SshProtocolException">The device broke the protocol.</exception>
    public bool Answer(ReadOnlyMemory<byte> packet, ICollection<FileFact> facts)
    {
        var reader = new WireReader(packet);
        reader.ReadUInt32();
        var type = (SftpType)reader.ReadByte();
        if (type == SftpType.Version)
        {
            if (_answered || !_greeted || reader.ReadUInt32() != Version)
            {
                throw new SshProtocolException("device does not speak this version of file transfer");
            }

            _answered = true;
            return true;
        }

        uint id = reader.ReadUInt32();
        if (_own.Remove(id))
        {
            return false;
        }

        if (!_answered || !_pending.Remove(id, out SftpPending asked) || !SftpActs.Fits(asked.Type, type))
        {
            throw new SshProtocolException("device answers what was not asked");
        }

        _reading = null;
        switch (type)
        {
            case SftpType.Handle:
                Opened(asked, reader.ReadStringSpan(SftpLimits.Handle), facts);
                break;
            case SftpType.Data:
                if (reader.ReadUInt32() > asked.Length)
                {
                    throw new SshProtocolException("device sends more of a file than was asked");
                }

                _reading = asked.File;
                _readingAt = asked.Offset;
                break;
            case SftpType.Attributes:
                _files.Sized(asked, SftpAttributes.Read(ref reader).Size);
                break;
            case SftpType.Status:
                Settled(asked, reader.ReadUInt32(), facts);
                break;
        }

        return true;
    }

    /// <summary>Content of the DATA that was answered last.</summary>
    public void Receiving(ReadOnlySpan<byte> content, ICollection<FileFact> facts)
    {
        _reading?.Out.Add(_readingAt, content, facts);
        _readingAt += (ulong)content.Length;
    }

    /// <summary>A number for a request of the bastion itself, of which the client hears nothing.</summary>
    public uint OwnId(SftpType type)
    {
        while (_pending.ContainsKey(_ownId) || _own.ContainsKey(_ownId))
        {
            _ownId++;
        }

        _own.Add(_ownId, type);
        return _ownId++;
    }

    /// <summary>A number for facts about what does not go to the device by itself.</summary>
    public int NextAct() => ++_acts;

    public int NextFile() => _files.NextNumber();

    /// <summary>The channel is over: what is open is told as cut.</summary>
    public void End(ICollection<FileFact> facts) => _files.End(facts);

    public void Dispose() => _files.Dispose();

    private SftpRuling Greet(SftpRequest request, ReadOnlyMemory<byte> packet)
    {
        if (_greeted || request.Version < Version)
        {
            throw new SshProtocolException("client does not speak this version of file transfer");
        }

        _greeted = true;
        if (request.Version == Version)
        {
            return new SftpRuling(SftpRulingKind.Pass, request);
        }

        byte[] lower = packet.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(lower.AsSpan(5), Version);
        return new SftpRuling(SftpRulingKind.Replace, request, Replacement: lower);
    }

    private void Pass(SftpRequest request, SftpFile? file, SftpFile? target, ICollection<FileFact> facts)
    {
        int act = 0;
        if (SftpActs.OpOf(request) is { Length: > 0 } op)
        {
            act = ++_acts;
            facts.Add(new FileFact(FileFactKind.Act)
            {
                Act = act,
                Op = op,
                Path = file?.Path ?? request.Path,
                To = target?.Path ?? request.To,
                Way = SftpActs.WayOf(request),
                Detail = request.Type is SftpType.Open ? "" : request.Attributes.ToString(),
            });
        }

        if (request.Type == SftpType.Close && file is not null)
        {
            file.Closing = true;
        }

        if (request is { Type: SftpType.FSetStat, Attributes.Size: { } size } && file is not null)
        {
            file.SizeSet = size;
        }

        if (request.Type == SftpType.Write)
        {
            _writing = file;
            _writingAt = request.Offset;
        }

        _pending.Add(request.Id, new SftpPending(request.Type, act, file, request.Path, request.Flags, request.Offset, request.Length));
    }

    private void Opened(SftpPending asked, ReadOnlySpan<byte> handle, ICollection<FileFact> facts)
    {
        SftpFile file = _files.Open(handle, asked, rights.Airlock);
        facts.Add(new FileFact(FileFactKind.Outcome) { Act = asked.Act, File = file.Number, Outcome = "ok" });
    }

    private void Settled(SftpPending asked, uint status, ICollection<FileFact> facts)
    {
        string outcome = SftpActs.Word(status);
        switch (asked.Type)
        {
            case SftpType.Read when status == (uint)SftpStatus.Eof && asked.File is { } file:
                file.Out.KnownEnd ??= asked.Offset;
                break;
            case SftpType.Read or SftpType.Write when status != (uint)SftpStatus.Ok && asked.File is { } file:
                file.Fault ??= outcome;
                break;
            case SftpType.Close when asked.File is { } file:
                _files.Close(file, outcome, facts);
                break;
        }

        if (asked.Act > 0)
        {
            facts.Add(new FileFact(FileFactKind.Outcome) { Act = asked.Act, Outcome = outcome });
        }
    }
}
