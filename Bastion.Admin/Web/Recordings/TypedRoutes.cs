using System.Text;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Errors;
using Bastion.Hosting.Theme.Forms;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Recordings;

/// <summary>What was typed: a right of its own, and a reason each time; the journal says recording.viewed with input.</summary>
internal static class TypedRoutes
{
    private const int MaxLines = 5000;
    private const int MaxLine = 500;

    public static async Task<IResult> Show(HttpContext context, string id, RecordingShelf shelf) =>
        await shelf.FindAsync(context.Staff(), id, context.RequestAborted) is { } line
            ? context.Page<TypedPage>(new TypedModel(line, null, false, FormErrors.None))
            : new NotFoundPage();

    public static async Task<IResult> Open(HttpContext context, string id, RecordingShelf shelf, Evidence.EvidenceClient evidence, StaffWords words)
    {
        var staff = context.Staff();
        if (await shelf.FindAsync(staff, id, context.RequestAborted) is not { } line)
            return new NotFoundPage();
        var reason = (await FormValues.ReadAsync(context)).Text("reason");
        if (reason.Length < RecordingRoutes.MinReason)
            return context.Page<TypedPage>(new TypedModel(line, null, false, new FormErrors().Add("reason", words["denial.reason.too_short"])), StatusCodes.Status422UnprocessableEntity);
        var viewer = new Viewer { PersonId = staff.StaffId.ToString(), Name = staff.Name, Role = staff.Role.ToString(), Reason = reason.ReplaceLineEndings(" "), Source = staff.Source };
        var (lines, cut) = await ReadAsync(evidence, new ReadRecordingRequest { RecordingId = id, IncludeInput = true, Viewer = viewer }, context.RequestAborted);
        return context.Page<TypedPage>(new TypedModel(line, lines, cut, FormErrors.None));
    }

    // A line for each Enter of each channel; keys that print nothing are shown by their names of ISO 2047's kind.
    private static async Task<(List<(double, string)> Lines, bool Cut)> ReadAsync(Evidence.EvidenceClient evidence, ReadRecordingRequest request, CancellationToken cancellation)
    {
        var lines = new List<(double, string)>();
        var open = new Dictionary<uint, (double At, StringBuilder Text)>();
        using var call = evidence.Read(request, cancellationToken: cancellation);
        await foreach (var frame in call.ResponseStream.ReadAllAsync(cancellation))
        {
            if (frame.Track != Track.Input)
                continue;
            foreach (var letter in Encoding.UTF8.GetString(frame.Payload.Span))
            {
                if (!open.TryGetValue(frame.Channel, out var line))
                    open[frame.Channel] = line = (frame.MonotonicMicros / 1e6, new StringBuilder());
                line.Text.Append(letter is < ' ' or '\u007f' ? (char)(letter == '\u007f' ? '␡' : 0x2400 + letter) : letter);
                if (letter is not ('\r' or '\n') && line.Text.Length < MaxLine)
                    continue;
                lines.Add((line.At, line.Text.ToString()));
                open.Remove(frame.Channel);
                if (lines.Count >= MaxLines)
                    return (lines, true);
            }
        }
        lines.AddRange(open.Values.Select(line => (line.At, line.Text.ToString())));
        return (lines, false);
    }
}
