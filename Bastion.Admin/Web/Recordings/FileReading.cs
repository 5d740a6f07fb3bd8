using Bastion.Admin.Web.Routing;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Recordings;

/// <summary>The file events of a recording for its page.</summary>
internal static class FileReading
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Empty when there are none, or Recorder does not answer in time: the replay itself says so.</summary>
    public static async Task<IReadOnlyList<FileLine>> ReadAsync(HttpContext context, Evidence.EvidenceClient evidence, string recording, string reason)
    {
        var staff = context.Staff();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        var lines = new List<FileLine>();
        try
        {
            var viewer = new Viewer { PersonId = staff.StaffId.ToString(), Name = staff.Name, Role = staff.Role.ToString(), Reason = reason, Source = staff.Source };
            using var call = evidence.Files(new ReadRecordingRequest { RecordingId = recording, Viewer = viewer }, cancellationToken: patience.Token);
            await foreach (var line in call.ResponseStream.ReadAllAsync(patience.Token))
                lines.Add(line);
        }
        catch (RpcException) when (!context.RequestAborted.IsCancellationRequested)
        {
            lines.Clear();
        }
        return lines;
    }
}
