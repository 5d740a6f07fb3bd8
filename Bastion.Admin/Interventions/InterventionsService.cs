using Bastion.Admin.Contracts;
using Bastion.Admin.Devices;
using Bastion.Admin.Identity;
using Bastion.Admin.Interventions.Leases;
using Bastion.Admin.Interventions.Reports;
using Bastion.Admin.Persistence;
using Bastion.Admin.Vendors;
using Bastion.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Bastion.Admin.Interventions;

/// <summary>What technicians ask for and follow (interventions.proto). Each call shows only what is that person's.</summary>
internal sealed class InterventionsService(AdminStore store, SignInDesk signIns, RequestDesk desk, TechnicianActs acts, ReportDesk reports, SessionOpening opening, TimeProvider time) : Contracts.Interventions.InterventionsBase
{
    private const int MaxListed = 200;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    public override Task<DeviceList> ListDevices(SignInToken request, ServerCallContext context) => AsTechnicianAsync(request.Token, context, async (db, live, technician, now) =>
    {
        var devices = await db.Devices.Include(one => one.Site).Include(one => one.Unit).Include(one => one.Endpoints)
            .Where(one => !one.Retired && one.Offers.Any(offer => offer.VendorId == technician.VendorId)).OrderBy(one => one.Name).AsSplitQuery().ToListAsync();
        var until = now + Ahead;
        var booked = await db.Interventions.Where(one => (one.State == InterventionState.Approved || one.State == InterventionState.Open) && one.NotAfter > now && one.NotBefore < until).ToListAsync();
        var list = new DeviceList();
        foreach (var device in devices)
        {
            var offered = InterventionViews.Device(device);
            foreach (var one in booked.Where(one => one.DeviceId == device.Id).OrderBy(one => one.NotBefore))
                offered.Busy.Add(new Busy { From = Wire.At(one.NotBefore), Until = Wire.At(one.NotAfter), Kind = "booked" });
            list.Devices.Add(offered);
        }

        foreach (var colleague in await db.Technicians.Where(one => one.VendorId == technician.VendorId && one.Id != technician.Id && one.State != AccountState.Disabled).OrderBy(one => one.Name).ToListAsync())
            list.Colleagues.Add(new Colleague { Id = colleague.Id.ToString("D"), Name = colleague.Name });
        return list;
    }, denial => new DeviceList { Refusal = Wire.Refusal(denial) });

    public override Task<InterventionList> List(SignInToken request, ServerCallContext context) => AsTechnicianAsync(request.Token, context, async (db, live, technician, now) =>
    {
        var rows = await Mine(Whole.Interventions(db), technician).OrderByDescending(one => one.NotBefore).Take(MaxListed).ToListAsync();
        var pending = await InterventionRows.PendingAsync(db);
        var names = await InterventionRows.NamesAsync(db, rows.Select(one => one.RequestedById));
        var list = new InterventionList();
        foreach (var one in rows)
            list.Interventions.Add(await ViewAsync(db, one, live, pending.Contains(one.Id), names, now));
        return list;
    }, denial => new InterventionList { Refusal = Wire.Refusal(denial) });

    public override Task<GetInterventionReply> Get(GetInterventionRequest request, ServerCallContext context) => AsTechnicianAsync(request.Token, context, async (db, live, technician, now) =>
    {
        var one = await Whole.FindAsync(db, request.Id);
        if (one is null || !MayRead(one, technician))
            return new GetInterventionReply { Refusal = Wire.Refusal(Denial.Of(DenialCode.InterventionUnknown)) };
        var names = await InterventionRows.NamesAsync(db, [one.RequestedById, .. one.Sessions.Select(session => session.TechnicianId)]);
        var pending = (await InterventionRows.PendingAsync(db)).Contains(one.Id);
        var view = await ViewAsync(db, one, live, pending, names, now);
        foreach (var line in await InterventionReader.TimelineAsync(db, one.Id))
            view.Timeline.Add(new Contracts.TimelineLine { At = Wire.At(line.At), Kind = line.Kind, Who = line.Who, Text = line.Text });
        return new GetInterventionReply { Intervention = view };
    }, denial => new GetInterventionReply { Refusal = Wire.Refusal(denial) });

    public override async Task<SubmitReply> Submit(SubmitRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        if (!Guid.TryParse(request.RequestId, out var requestId))
            throw new RpcException(new Status(StatusCode.InvalidArgument, "request_id must be a UUID."));
        var result = await desk.SubmitAsync(request.Token, new RequestForm
        {
            RequestId = requestId,
            DeviceId = request.DeviceId,
            Protocols = request.Protocols,
            Kind = request.Kind,
            Purpose = request.Purpose,
            Symptom = request.Symptom,
            PlannedActions = request.PlannedActions,
            Ticket = request.Ticket,
            LocalStart = request.LocalStart,
            LengthMinutes = request.LengthMinutes,
            Ambiguous = request.Ambiguous,
            TechnicianIds = request.TechnicianIds,
            ContactPhone = request.ContactPhone,
            Controls = request.Controls,
            Source = WireSource.Of(request.Source).Address,
            Urgency = request.Urgency,
            EmergencyReason = request.EmergencyReason,
            Country = request.Country,
            SeriesStep = request.SeriesStep,
            SeriesHolidays = request.SeriesHolidays,
        }, context.CancellationToken);
        var reply = new SubmitReply();
        if (result.Denial is { } denial)
            reply.Refusal = Wire.Refusal(denial);
        foreach (var (field, wrong) in result.Errors)
            reply.Errors.Add(Wrong(field, wrong));

        if (result.Id != Guid.Empty)
            (reply.Id, reply.Number) = (result.Id.ToString("D"), result.Number);
        return reply;
    }

    public override async Task<Done> Withdraw(WithdrawRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return Wire.Done(await desk.WithdrawAsync(request.Token, request.Id, context.CancellationToken));
    }

    public override async Task<Done> AskTime(AskTimeRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return Wire.Done(await acts.AskTimeAsync(request.Token, request.Id, request.Minutes, request.Reason, context.CancellationToken));
    }

    public override async Task<Done> MarkCritical(MarkCriticalRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return Wire.Done(await acts.MarkCriticalAsync(request.Token, request.Id, request.Text, request.Marked, context.CancellationToken));
    }

    public override async Task<Done> Say(SayRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return Wire.Done(await acts.SayAsync(request.Token, request.Id, request.Text, context.CancellationToken));
    }

    public override async Task<Done> Finish(WithdrawRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return Wire.Done(await acts.FinishAsync(request.Token, request.Id, context.CancellationToken));
    }

    public override async Task<ReportReply> GetReport(GetInterventionRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return await reports.FormAsync(request.Token, request.Id) is { } form ? ReportViews.Of(form) : new ReportReply { Refusal = Wire.Refusal(Denial.Of(DenialCode.InterventionUnknown)) };
    }

    public override async Task<FileReportReply> FileReport(FileReportRequest request, ServerCallContext context)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        var (denial, errors) = await reports.FileAsync(request.Token, request.Id, request.Fields.ToDictionary(), context.CancellationToken);
        var reply = new FileReportReply { Refusal = denial is null ? null : Wire.Refusal(denial) };
        foreach (var (field, wrong) in errors)
            reply.Errors.Add(Wrong(field, wrong));
        return reply;
    }

    private static FieldError Wrong(string field, Denial wrong)
    {
        var error = new FieldError { Field = field, Code = wrong.Code };
        foreach (var (name, value) in wrong.Facts)
            error.Facts[name] = value;
        return error;
    }

    /// <summary>Named in it, asked for it, or manager of the vendor.</summary>
    private static bool MayRead(Intervention one, Technician technician) =>
        one.VendorId == technician.VendorId
        && (technician.Manager || one.RequestedById == technician.Id || one.Technicians.Exists(named => named.TechnicianId == technician.Id));

    private static IQueryable<Intervention> Mine(IQueryable<Intervention> all, Technician technician) => all.Where(one => one.VendorId == technician.VendorId
        && (technician.Manager || one.RequestedById == technician.Id || one.Technicians.Any(named => named.TechnicianId == technician.Id)));

    private async Task<InterventionView> ViewAsync(AdminDb db, Intervention one, LiveSignIn live, bool pending, Dictionary<Guid, string> names, DateTimeOffset now)
    {
        var view = InterventionViews.Of(one, pending, names, now);
        view.MayWithdraw = RequestDesk.MayWithdraw((Technician)live.Account, one, Standing.Of(one, now));
        var protocol = one.Endpoints.Count > 0 ? Protocols.Word(one.Endpoints[0].Endpoint!.Protocol) : "ssh";
        if (await opening.BlockedAsync(db, one, live, protocol, live.SignIn.Source) is { } blocked)
            view.Blocked = Wire.Refusal(blocked);
        return view;
    }

    private Task<T> AsTechnicianAsync<T>(string token, ServerCallContext context, Func<AdminDb, LiveSignIn, Technician, DateTimeOffset, Task<T>> answer, Func<Denial, T> refuse)
    {
        PeerIdentity.Require(context, Plane.Gateway);
        return store.ReadAsync(async db => await signIns.LoadAsync(db, AccountKind.Technician, Tokens.Hash(token)) is { } live
            ? await answer(db, live, (Technician)live.Account, time.GetUtcNow())
            : refuse(Denial.Of(DenialCode.SignInOver)));
    }
}
