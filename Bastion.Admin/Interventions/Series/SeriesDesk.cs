using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bastion.Admin.Interventions.Notices;
using Bastion.Admin.Interventions.Policies;
using Bastion.Admin.Interventions.Windows;
using Bastion.Admin.Oversight;
using Bastion.Admin.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions.Series;

/// <summary>Makes the single interventions of a series, sixty days ahead. One decision may cover later ones; each still wants its release, report and return.</summary>
internal sealed partial class SeriesDesk(AdminStore store, InterventionNumbers numbers, TimeProvider time, ILogger<SeriesDesk> log) : BackgroundService
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(60);
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(365);
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    public static void Begin(AdminDb db, Intervention first, RequestForm form, RequestDraft draft, DateTimeOffset now)
    {
        if (!Enum.TryParse<SeriesStep>(form.SeriesStep, out var step) || first.Urgency == Urgency.Emergency)
            return;
        var series = new SeriesRule
        {
            Id = Guid.CreateVersion7(now),
            VendorId = first.VendorId,
            DeviceId = first.DeviceId,
            AskedById = first.RequestedById,
            FirstId = first.Id,
            Step = step,
            Holidays = Enum.TryParse<HolidayRule>(form.SeriesHolidays, out var holidays) ? holidays : HolidayRule.Keep,
            FirstLocal = DateTime.ParseExact(form.LocalStart, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            LengthMinutes = (int)draft.Window.Length.TotalMinutes,
            Until = now + Horizon,
        };
        first.SeriesId = series.Id;
        db.Series.Add(series);
    }

    /// <summary>A decision on one of them covers the next for as long as the policy says, on exactly these terms.</summary>
    public static async Task CoverAsync(AdminDb db, Intervention one, DateTimeOffset now)
    {
        if (one.SeriesId is not { } id || await db.Series.SingleOrDefaultAsync(series => series.Id == id) is not { StoppedAt: null } series)
            return;
        series.CoveredUntil = now.AddDays(DecisionPolicy.Standard.Terms[one.Device!.Criticality].SeriesCoverDays);
        series.CoveredTerms = TermsOf(one);
    }

    /// <summary>What a decision saw: any change of it ends the cover.</summary>
    public static string TermsOf(Intervention one) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|',
    [
        one.Device!.Criticality, one.Device.DeviceVersion, one.Vendor!.Trust, one.AskedControls,
        string.Join(',', one.Technicians.Select(named => named.TechnicianId).Order()),
        string.Join(',', one.Endpoints.Select(endpoint => endpoint.EndpointId).Order()),
    ]))));

    /// <summary>Makes what is due. Answers how many were made.</summary>
    public Task<int> RunOnceAsync(CancellationToken cancellation) => store.WriteAsync(async db =>
    {
        var now = time.GetUtcNow();
        var made = 0;
        foreach (var series in await db.Series.Where(series => series.StoppedAt == null && series.Until > now).ToListAsync(cancellation))
        {
            var model = await Whole.Interventions(db).SingleAsync(one => one.Id == series.FirstId, cancellation);
            var zone = TimeZoneInfo.FindSystemTimeZoneById(model.Zone);
            for (var next = true; next;)
            {
                var index = series.NextIndex;
                if (Occurrences.At(series.FirstLocal, series.Step, series.Holidays, index) is not { } local)
                {
                    series.NextIndex++;
                    continue;
                }

                var window = Occurrences.Window(local, series.LengthMinutes, zone);
                next = window.NotBefore <= now + Ahead && window.NotBefore < series.Until;
                if (!next)
                    break;
                series.NextIndex++;
                if (window.NotBefore <= now)
                    continue;
                await MakeAsync(db, series, model, window, local, now);
                made++;
            }
        }

        return made;
    }, cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is DbUpdateException or System.Data.Common.DbException)
            {
                Failed(failure.Message);
            }

            await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MakeAsync(AdminDb db, SeriesRule series, Intervention model, AccessWindow window, DateTime local, DateTimeOffset now)
    {
        var one = Clone(model, await numbers.NextAsync(db, now), window, local, now);
        one.SeriesId = series.Id;
        var covered = series.CoveredUntil > window.NotAfter && series.CoveredTerms == TermsOf(one);
        var policy = PolicyEvaluation.Evaluate(DecisionPolicy.Standard, await PolicyCase.FactsAsync(db, one, window, now) with { SeriesCovered = covered }, now);
        if (policy.Refusal is not null)
            return;
        one.Policy = policy.ToJson();
        db.Interventions.Add(one);
        Outbox.Write(db, now, new Act("intervention.requested", ActorRef.System) { InterventionId = one.Id, DeviceId = one.DeviceId, Facts = new Dictionary<string, string> { ["number"] = one.Number, ["series"] = model.Number } });
        if (!covered || await Bookings.ConflictAsync(db, one, window, now) is not null)
        {
            await Tell.StepAsync(db, one, now);
            return;
        }

        one.State = InterventionState.Approved;
        one.SettledAt = now;
        one.GrantedControls = model.GrantedControls;
        Outbox.Write(db, now, new Act("intervention.approved", ActorRef.System) { InterventionId = one.Id, DeviceId = one.DeviceId, Permissive = true, Facts = new Dictionary<string, string> { ["number"] = one.Number, ["by"] = model.Number } });
        Tell.Technicians(db, one, "N3", now);
    }

    private static Intervention Clone(Intervention model, string number, AccessWindow window, DateTime local, DateTimeOffset now)
    {
        var one = new Intervention
        {
            Id = Guid.CreateVersion7(now),
            Number = number,
            RequestId = Guid.NewGuid(),
            VendorId = model.VendorId,
            Vendor = model.Vendor,
            DeviceId = model.DeviceId,
            Device = model.Device,
            Kind = model.Kind,
            Purpose = model.Purpose,
            Symptom = model.Symptom,
            PlannedActions = model.PlannedActions,
            Ticket = model.Ticket,
            ContactPhone = model.ContactPhone,
            RequestedById = model.RequestedById,
            RequestedAt = now,
            AskedNotBefore = window.NotBefore,
            AskedNotAfter = window.NotAfter,
            NotBefore = window.NotBefore,
            NotAfter = window.NotAfter,
            DecidedNotAfter = window.NotAfter,
            Zone = model.Zone,
            TypedStart = local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            AskedControls = model.AskedControls,
            DeviceVersion = model.Device!.DeviceVersion,
            PolicyVersion = DecisionPolicy.Standard.Version,
            Country = model.Country,
        };
        one.Technicians.AddRange(model.Technicians.Select(named => new NamedTechnician { InterventionId = one.Id, TechnicianId = named.TechnicianId }));
        one.Endpoints.AddRange(model.Endpoints.Select(endpoint => new RequestedEndpoint { InterventionId = one.Id, EndpointId = endpoint.EndpointId }));
        return one;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Occurrences of series could not be made: {What}")]
    private partial void Failed(string what);
}
