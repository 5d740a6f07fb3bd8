using System.Text;

namespace Bastion.Ssh.Sftp;

/// <summary>Decides on one request by the rights of the channel and by what its handles stand for. What is not known does not pass.</summary>
internal sealed class SftpJudge(SftpRights rights)
{
    private const string Down = "sftpDown";
    private const string Up = "sftpUp";

    private static readonly byte[] Taken = Encoding.ASCII.GetBytes(SftpConversation.TakenHandle);

    public SftpRuling Judge(SftpRequest request, SftpFile? file, SftpFile? target, int open) => request.Type switch
    {
        SftpType.Open or SftpType.OpenDir when open >= SftpLimits.OpenHandles => Refuse(request, SftpStatus.Failure),
        SftpType.Open => JudgeOpen(request),
        SftpType.OpenDir or SftpType.Stat or SftpType.LStat or SftpType.RealPath or SftpType.ReadLink => Pass(request),
        SftpType.Remove or SftpType.MkDir or SftpType.RmDir or SftpType.Rename or SftpType.SymLink or SftpType.SetStat => NeedsUp(request),
        SftpType.Extended => JudgeExtended(request, file, target),
        SftpType.Close or SftpType.FStat or SftpType.ReadDir or SftpType.Read or SftpType.Write or SftpType.FSetStat => JudgeHandle(request, file),
        _ => Refuse(request, SftpStatus.OpUnsupported),
    };

    private SftpRuling JudgeOpen(SftpRequest request)
    {
        bool writes = SftpActs.Writes(request.Flags);
        if (writes && !rights.Up)
        {
            return Refuse(request, SftpStatus.PermissionDenied, Up);
        }

        if (((request.Flags & SftpOpenFlags.Read) != 0 || !writes) && !rights.Down)
        {
            return Refuse(request, SftpStatus.PermissionDenied, Down);
        }

        return writes && rights.Airlock ? new SftpRuling(SftpRulingKind.Take, request) : Pass(request);
    }

    private SftpRuling JudgeHandle(SftpRequest request, SftpFile? file)
    {
        if (IsTaken(request.Handle.Span))
        {
            return new SftpRuling(SftpRulingKind.Take, request);
        }

        return request.Type switch
        {
            _ when file is null => Refuse(request, SftpStatus.Failure),
            SftpType.Read when !file.MayRead => Refuse(request, SftpStatus.PermissionDenied),
            SftpType.Write when !file.MayWrite => Refuse(request, SftpStatus.PermissionDenied),
            SftpType.FSetStat => NeedsUp(request),
            _ => Pass(request),
        };
    }

    private SftpRuling JudgeExtended(SftpRequest request, SftpFile? file, SftpFile? target)
    {
        bool question = SftpExtensions.IsQuestion(request.Extension);
        if (!question && !SftpExtensions.Changes(request.Extension))
        {
            return Refuse(request, SftpStatus.OpUnsupported);
        }

        if (IsTaken(request.Handle.Span) || IsTaken(request.ToHandle.Span))
        {
            return new SftpRuling(SftpRulingKind.Take, request);
        }

        if ((!request.Handle.IsEmpty && file is null) || (request.Extension == SftpExtensions.CopyData && target is not { MayWrite: true }))
        {
            return Refuse(request, SftpStatus.Failure);
        }

        return question ? Pass(request) : NeedsUp(request);
    }

    private SftpRuling NeedsUp(SftpRequest request) => rights.Up ? Pass(request) : Refuse(request, SftpStatus.PermissionDenied, Up);

    private bool IsTaken(ReadOnlySpan<byte> handle) => rights.Airlock && handle.StartsWith(Taken);

    private static SftpRuling Pass(SftpRequest request) => new(SftpRulingKind.Pass, request);

    private static SftpRuling Refuse(SftpRequest request, SftpStatus status, string control = "") => new(SftpRulingKind.Refuse, request, status, control);
}
