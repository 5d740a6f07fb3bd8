using Bastion.Admin.Web.Decisions;
using Bastion.Admin.Web.Directory;
using Bastion.Admin.Web.Dossiers;
using Bastion.Admin.Web.Enrolment;
using Bastion.Admin.Web.Files;
using Bastion.Admin.Web.Fleet;
using Bastion.Admin.Web.Inbox;
using Bastion.Admin.Web.Journal;
using Bastion.Admin.Web.Listing;
using Bastion.Admin.Web.Live;
using Bastion.Admin.Web.Recordings;
using Bastion.Admin.Web.Recordings.Pages;
using Bastion.Admin.Web.Search;
using Bastion.Admin.Web.SignIn;
using Bastion.Admin.Web.SystemHealth;

namespace Bastion.Admin.Web.Routing;

/// <summary>Every address of the staff door, the act it is, and who may. What is not in this table does not exist; the services judge each act again.</summary>
internal static class RouteTable
{
    private const Roles Readers = Roles.Engineer | Roles.Auditor | Roles.Ward;
    private const Roles Watchers = Roles.Engineer | Roles.Ward;
    private const Roles Viewers = Roles.Engineer | Roles.Auditor;
    private const Roles Keepers = Roles.Engineer | Roles.Administrator;

    public static IReadOnlyList<StaffRoute> All { get; } =
    [
        Get("/", "home", Roles.Staff, SignInRoutes.Home),
        Get("/sign-in", "sign_in.show", Roles.Anyone, SignInRoutes.Show),
        Post("/sign-in", "sign_in.password", Roles.Anyone, SignInRoutes.Password),
        Get("/sign-in/code", "sign_in.code.show", Roles.Anyone, SignInRoutes.ShowCode),
        Post("/sign-in/code", "sign_in.code", Roles.Anyone, SignInRoutes.Code),
        Post("/sign-out", "sign_out", Roles.Staff, SignInRoutes.SignOut),
        Get("/enrol/{link}", "enrolment.show", Roles.Anyone, EnrolmentRoutes.Show),
        Post("/enrol/{link}", "enrolment.finish", Roles.Anyone, EnrolmentRoutes.Finish),

        Get("/inbox", "request.list", Roles.Engineer, InboxRoutes.Show),
        Get("/interventions", "intervention.list", Readers, ListRoutes.Show),
        Get("/interventions/{id}", "intervention.read", Readers, DecisionRoutes.Show),
        Post("/interventions/{id}/approve", "intervention.approve", Roles.Engineer, DecisionRoutes.Approve),
        Post("/interventions/{id}/refuse", "intervention.refuse", Roles.Engineer, DecisionRoutes.Refuse),
        Post("/interventions/{id:guid}/freeze", "intervention.freeze", Watchers, ActRoutes.Freeze),
        Post("/interventions/{id:guid}/resume", "intervention.resume", Roles.Engineer, ActRoutes.Resume),
        Post("/interventions/{id:guid}/stop", "intervention.revoke", Roles.Engineer, ActRoutes.Stop),
        Post("/interventions/{id:guid}/extend", "intervention.extend", Roles.Engineer, ActRoutes.Extend),
        Post("/interventions/{id:guid}/notify", "intervention.notify", Roles.Engineer, ActRoutes.Notify),
        Post("/interventions/{id:guid}/finish", "intervention.finish", Roles.Engineer, ActRoutes.Finish),

        Get("/interventions/{id}/dossier", "evidence.ask", Viewers, DossierRoutes.Show),
        Post("/interventions/{id}/dossier", "evidence.export", Viewers, DossierRoutes.Make),
        Get("/live", "session.list", Watchers, LiveRoutes.Wall),
        Get("/live/{id:guid}", "session.watch", Watchers, LiveRoutes.Watch),
        Get("/live/{id:guid}/stream", "session.watch", Watchers, StreamRoutes.Stream),
        Get("/events", "changes.follow", Roles.Staff, ChangeRoutes.Stream),

        Get("/recordings", "recording.list", Viewers, RecordingRoutes.List),
        Get("/recordings/{id}", "recording.view", Viewers, RecordingRoutes.Show),
        Get("/recordings/search", "recording.search", Viewers, SearchRoutes.Show),
        Post("/recordings/{id}/comments", "recording.comment", Viewers, CommentRoutes.Add),
        Get("/recordings/{id}/typed", "recording.typed.ask", Roles.Auditor, TypedRoutes.Show),
        Post("/recordings/{id}/typed", "recording.typed.view", Roles.Auditor, TypedRoutes.Open),
        Post("/interventions/{id}/hold", "hold.change", Roles.Auditor, DossierRoutes.Hold),
        Post("/recordings/{id}/erase", "recording.erase", Roles.Auditor, DossierRoutes.Erase),
        Post("/recordings/{id}", "recording.reason", Viewers, RecordingRoutes.Ask),
        Get("/recordings/{id}/cast", "recording.view", Viewers, CastRoutes.Play),
        Get("/recordings/{id}/export", "recording.export", Viewers, CastRoutes.Export),
        Get("/recordings/{id}/page/{channel}", "recording.view", Viewers, WebRoutes.Page),
        Get("/recordings/{id}/har", "recording.export", Viewers, WebRoutes.Har),
        Get("/recordings/{id}/warc", "recording.export", Viewers, WebRoutes.Warc),
        Get("/files", "file.list", Viewers, HeldRoutes.Show),
        Post("/files/{id:guid}/release", "file.release", Roles.Engineer, HeldRoutes.Release),
        Post("/files/{id:guid}/refuse", "file.refuse", Roles.Engineer, HeldRoutes.Refuse),
        Get("/journal", "journal.read", Roles.Engineer | Roles.Auditor | Roles.Administrator, JournalRoutes.Show),

        Get("/devices", "device.list", Keepers, DeviceRoutes.List),
        Post("/devices", "device.add", Roles.Administrator, DeviceRoutes.Add),
        Post("/sites", "site.add", Roles.Administrator, DeviceRoutes.AddSite),
        Get("/devices/{id:guid}", "device.read", Keepers, DeviceRoutes.Show),
        Post("/devices/{id:guid}", "device.change", Roles.Administrator, DeviceRoutes.Save),
        Post("/devices/{id:guid}/endpoints", "endpoint.change", Roles.Administrator, DeviceRoutes.SaveEndpoint),
        Post("/devices/{id:guid}/endpoints/{endpoint:guid}/scan", "endpoint.scan", Keepers, DeviceRoutes.Scan),
        Post("/devices/{id:guid}/scans/{scan:guid}/confirm", "endpoint.pin", Roles.Engineer, DeviceRoutes.Confirm),
        Post("/devices/{id:guid}/scans/{scan:guid}/dismiss", "endpoint.pin.dismiss", Roles.Engineer, DeviceRoutes.Dismiss),

        Get("/vendors", "vendor.list", Roles.Administrator, VendorRoutes.List),
        Post("/vendors", "vendor.add", Roles.Administrator, VendorRoutes.Add),
        Get("/vendors/{id:guid}", "vendor.read", Roles.Administrator, VendorRoutes.Show),
        Post("/vendors/{id:guid}", "vendor.change", Roles.Administrator, VendorRoutes.Save),
        Post("/vendors/{id:guid}/technicians", "person.add", Roles.Administrator, VendorRoutes.Invite),
        Get("/people", "person.list", Roles.Administrator, PeopleRoutes.List),
        Post("/people", "person.add", Roles.Administrator, PeopleRoutes.Add),
        Post("/people/{id:guid}/link", "person.relink", Roles.Administrator, PeopleRoutes.Renew),
        Post("/people/{id:guid}/disable", "person.disable", Roles.Administrator, PeopleRoutes.Disable),
        Get("/system", "system.read", Roles.Administrator, HealthRoutes.Show),
        Post("/system/clock", "clock.confirm", Roles.Administrator, HealthRoutes.ConfirmClock),
    ];

    private static StaffRoute Get(string pattern, string act, Roles roles, Delegate handler) => new(HttpMethods.Get, pattern, act, roles, handler);

    private static StaffRoute Post(string pattern, string act, Roles roles, Delegate handler) => new(HttpMethods.Post, pattern, act, roles, handler);
}
