using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions;
using Bastion.Admin.Oversight.Pdf;
using Bastion.Admin.Web.Shell;
using Bastion.Hosting.Theme.Language;
using Bastion.Hosting.Theme.Time;
using Bastion.Recorder.Contracts;
using Grpc.Core;

namespace Bastion.Admin.Web.Dossiers;

/// <summary>What Admin adds to a pack: the intervention as data, and as a report for people.</summary>
internal sealed class DossierReport(AdminOptions options, StaffWords words, ZoneClocks clocks, Evidence.EvidenceClient evidence)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="RpcException">Recorder does not answer.</exception>
    public async Task<IReadOnlyList<(string Name, byte[] Content)>> DocumentsAsync(InterventionSheet sheet, StaffContext who, string reason, string language, CancellationToken cancellation)
    {
        var recordings = new List<RecordingSummary>();
        using (var call = evidence.List(new ListRecordingsRequest { InterventionId = sheet.Row.Id.ToString() }, cancellationToken: cancellation))
        {
            await foreach (var summary in call.ResponseStream.ReadAllAsync(cancellation))
                recordings.Insert(0, summary);
        }
        var (culture, pages) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            Languages.Use(language);
            return [("intervention.json", Data(sheet, recordings)), (language == "en" ? "report.pdf" : "rapport.pdf", Report(sheet, recordings, who, reason, language))];
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, pages);
        }
    }

    private static byte[] Data(InterventionSheet sheet, List<RecordingSummary> recordings)
    {
        var row = sheet.Row;
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id = row.Id,
                number = row.Number,
                state = row.State.ToString(),
                cause = row.Cause?.ToString(),
                kind = row.Kind.ToString(),
                purpose = row.Purpose.ToString(),
                device = new { id = row.DeviceId, name = row.DeviceName, label = row.DeviceLabel, place = row.Place, criticality = row.Criticality.ToString() },
                vendor = row.VendorName,
                technicians = row.Technicians,
                request = new { by = row.RequestedBy, at = row.RequestedAt, symptom = row.Symptom, plannedActions = sheet.PlannedActions, ticket = sheet.Ticket, notBefore = sheet.AskedNotBefore, notAfter = sheet.AskedNotAfter, controls = sheet.AskedControls.ToString(), version = sheet.RequestVersion },
                window = new { notBefore = row.NotBefore, notAfter = row.NotAfter, zone = row.Zone },
                controls = sheet.GrantedControls.ToString(),
                decisions = sheet.Decisions.Select(one => new { at = one.At, by = one.Approver, verdict = one.Verdict.ToString(), comment = one.Comment, withoutEffect = one.WithoutEffect }),
                sessions = sheet.Sessions.Select(one => new { id = one.Id, technician = one.Technician, source = one.Source, state = one.State.ToString(), endReason = one.EndReason?.ToString(), endText = one.EndText, from = one.From, until = one.Until, recording = one.RecordingId }),
                recordings = recordings.Select(one => new { id = one.RecordingId, session = one.SessionId, head = Convert.ToHexStringLower(one.Head.Span), frames = one.Frames, endReason = one.EndReason, recovered = one.Recovered }),
                acts = sheet.Timeline.Select(one => new { at = one.At, kind = one.Kind, by = one.Who, text = one.Text }),
            },
            Readable);
    }

    private byte[] Report(InterventionSheet sheet, List<RecordingSummary> recordings, StaffContext who, string reason, string language)
    {
        var (row, clock) = (sheet.Row, clocks.Of(sheet.Row.Zone));
        var pdf = new PdfDocument($"{words["dossier.title"]} {row.Number}", language, $"{options.Hospital} · {row.Number} · {clock.Exact(clock.Now)}");
        pdf.Heading($"{words["dossier.title"]} {row.Number}");
        pdf.Paragraph(words["dossier.report.intro", row.DeviceLabel, row.VendorName]);
        pdf.Fact(words["dossier.report.for"], $"{who.Name}, {clock.Exact(clock.Now)}");
        pdf.Fact(words["rec.reason"], reason);
        Request(pdf, sheet, clock);
        pdf.Heading(words["decide.decisions"], 2);
        foreach (var one in sheet.Decisions)
            pdf.Fact(clock.Exact(one.At), words[$"verdict.{one.Verdict}", one.Approver] + (one.WithoutEffect ? $" ({words["verdict.void"]})" : "") + (one.Comment.Length > 0 ? $"\n{words["quote", one.Comment]}" : ""));
        Sessions(pdf, sheet, recordings, clock);
        pdf.Heading(words["decide.timeline"], 2);
        foreach (var line in sheet.Timeline)
            pdf.Fact(clock.Exact(line.At), string.Join(" · ", ((string[])[ActLook.Word(line.Kind, words), line.Who, line.Text.Length > 0 ? words["quote", line.Text] : ""]).Where(text => text.Length > 0)));
        pdf.Heading(words["dossier.report.keys"], 2);
        pdf.Paragraph(words["dossier.report.keys.body"]);
        foreach (var file in options.ReceiptKeyFiles)
            pdf.Fact(words["dossier.report.key.recorder"], FingerprintOf(file));
        pdf.Fact(words["dossier.report.key.admin"], FingerprintOf(options.LeaseKeyFile!));
        return pdf.Finish();
    }

    private void Request(PdfDocument pdf, InterventionSheet sheet, WallClock clock)
    {
        var row = sheet.Row;
        pdf.Heading(words["dossier.report.request"], 2);
        pdf.Fact(words["decide.requestedby"], $"{row.RequestedBy}, {row.VendorName}, {clock.Exact(row.RequestedAt)}");
        pdf.Fact(words["decide.who"], string.Join(", ", row.Technicians));
        pdf.Fact(words["dossier.report.device"], $"{row.DeviceName} · {row.DeviceLabel} · {row.Place}");
        pdf.Fact(words["decide.when"], $"{clock.Exact(row.NotBefore)} – {clock.Exact(row.NotAfter)}");
        pdf.Fact(words["decide.why"], row.Symptom);
        if (sheet.PlannedActions.Length > 0)
            pdf.Fact(words["decide.actions"], sheet.PlannedActions);
        pdf.Fact(words["list.col.state"], words.Of("state", row.State));
    }

    private void Sessions(PdfDocument pdf, InterventionSheet sheet, List<RecordingSummary> recordings, WallClock clock)
    {
        pdf.Heading(words["decide.sessions"], 2);
        if (sheet.Sessions.Count == 0)
            pdf.Paragraph(words["dossier.report.nosession"]);
        foreach (var session in sheet.Sessions)
        {
            var until = session.Until is { } end ? $" – {clock.Exact(end)}" : "";
            pdf.Fact($"{session.Technician}", $"{clock.Exact(session.From)}{until}\n{session.Source}\n{(session.EndReason is { } why ? words.Of("end", why) : "")}");
            if (recordings.Find(one => one.RecordingId == session.RecordingId) is { } recording)
                pdf.Fact(words["dossier.report.recording"], $"{recording.RecordingId}\n{words["rec.frames"]} {recording.Frames}\n{words["rec.head"]} {Convert.ToHexStringLower(recording.Head.Span)}");
        }
    }

    private static string FingerprintOf(string file)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }
}
