using Bastion.Admin.Web.Account;
using Bastion.Admin.Web.Care;
using Bastion.Admin.Web.Confirmations;
using Bastion.Admin.Web.Cuts;
using Bastion.Admin.Web.Decisions;
using Bastion.Admin.Web.Directory;
using Bastion.Admin.Web.Dossiers;
using Bastion.Admin.Web.Enrolment;
using Bastion.Admin.Web.Figures;
using Bastion.Admin.Web.Files;
using Bastion.Admin.Web.Fleet;
using Bastion.Admin.Web.Inbox;
using Bastion.Admin.Web.Journal;
using Bastion.Admin.Web.Listing;
using Bastion.Admin.Web.Live;
using Bastion.Admin.Web.Notices;
using Bastion.Admin.Web.Planning;
using Bastion.Admin.Web.Recordings;
using Bastion.Admin.Web.Recordings.Desktops;
using Bastion.Admin.Web.Recordings.Pages;
using Bastion.Admin.Web.Returns;
using Bastion.Admin.Web.Search;
using Bastion.Admin.Web.Secrets;
using Bastion.Admin.Web.SignIn;
using Bastion.Admin.Web.SystemHealth;
using Bastion.Admin.Web.Ward;

namespace Bastion.Admin.Web.Routing;

/// <summary>Every address of the staff door and the act it is; who may is in <see cref="Rights.RightsTable"/>. What is not in this table does not exist; the services judge each act again.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<StaffRoute> All { get; } =
    [
        Get("/", "home", SignInRoutes.Home),
        Get("/sign-in", "sign_in.show", SignInRoutes.Show),
        Post("/sign-in", "sign_in.password", SignInRoutes.Password),
        Get("/sign-in/code", "sign_in.code.show", SignInRoutes.ShowCode),
        Post("/sign-in/code", "sign_in.code", SignInRoutes.Code),
        Post("/sign-in/passkey/options", "sign_in.passkey.ask", PasskeyRoutes.Ask),
        Post("/sign-in/passkey", "sign_in.passkey", PasskeyRoutes.Answer),
        Post("/sign-out", "sign_out", SignInRoutes.SignOut),
        Get("/enrol/{link}", "enrolment.show", EnrolmentRoutes.Show),
        Post("/enrol/{link}", "enrolment.finish", EnrolmentRoutes.Finish),

        Get("/account", "account.show", AccountRoutes.Show),
        Post("/account/passkeys/options", "account.passkey.ask", AccountRoutes.AskToAdd),
        Post("/account/passkeys", "account.passkey.add", AccountRoutes.Add),
        Post("/account/passkeys/{id:guid}/remove", "account.passkey.remove", AccountRoutes.Remove),
        Post("/account/sign-ins/{id}/end", "account.sign_in.end", AccountRoutes.End),

        Get("/inbox", "request.list", InboxRoutes.Show),
        Get("/interventions", "intervention.list", ListRoutes.Show),
        Get("/interventions/{id}", "intervention.read", DecisionRoutes.Show),
        Post("/interventions/{id}/approve", "intervention.approve", DecisionRoutes.Approve),
        Post("/interventions/{id}/refuse", "intervention.refuse", DecisionRoutes.Refuse),
        Post("/interventions/{id:guid}/freeze", "intervention.freeze", ActRoutes.Freeze),
        Post("/interventions/{id:guid}/resume", "intervention.resume", ActRoutes.Resume),
        Post("/interventions/{id:guid}/stop", "intervention.revoke", ActRoutes.Stop),
        Post("/interventions/{id:guid}/extend", "intervention.extend", ActRoutes.Extend),
        Post("/interventions/{id:guid}/notify", "intervention.notify", ActRoutes.Notify),
        Post("/interventions/{id:guid}/finish", "intervention.finish", ActRoutes.Finish),

        Post("/interventions/{id:guid}/release", "device.release", CareRoutes.Release),
        Post("/interventions/{id:guid}/take-back", "device.reclaim", CareRoutes.TakeBack),
        Post("/interventions/{id:guid}/refuse-time", "extension.refuse", CareRoutes.RefuseTime),
        Post("/interventions/{id:guid}/report/accept", "report.accept", CareRoutes.AcceptReport),
        Post("/interventions/{id:guid}/report/return", "report.return", CareRoutes.ReturnReport),
        Post("/interventions/{id:guid}/close", "intervention.close", CareRoutes.Close),
        Post("/interventions/{id:guid}/review", "emergency.review", CareRoutes.Review),

        Get("/interventions/{id}/dossier", "evidence.ask", DossierRoutes.Show),
        Post("/interventions/{id}/dossier", "evidence.export", DossierRoutes.Make),
        Get("/calendar", "intervention.list", CalendarRoutes.Show),
        Get("/figures", "figures.read", FigureRoutes.Show),
        Get("/interventions.csv", "intervention.export", ExportRoutes.Interventions),
        Get("/devices.csv", "device.export", ExportRoutes.Devices),
        Get("/vendors.csv", "vendor.export", ExportRoutes.Vendors),
        Get("/notices", "notice.list", NoticeRoutes.Show),
        Post("/notices", "notice.read", NoticeRoutes.Read),
        Get("/returns", "return.list", ReturnRoutes.Board),
        Get("/devices/{id:guid}/return", "return.read", ReturnRoutes.Show),
        Post("/devices/{id:guid}/return", "return.sign", ReturnRoutes.Sign),
        Get("/ward", "ward.read", WardRoutes.Mine),
        Post("/devices/{id:guid}/declare", "device.declare", WardRoutes.Declare),
        Get("/devices/{id:guid}/label", "ward.label", WardRoutes.Label),
        Post("/devices/{id:guid}/label", "ward.code", WardRoutes.Renew),
        Get("/ward-stop/{code}", "ward.door", WardRoutes.Door),
        Post("/ward-stop/{code}", "ward.stop", WardRoutes.Stop),
        Get("/cuts", "access.cut.read", CutRoutes.Show),
        Post("/cuts", "access.cut", CutRoutes.Press),
        Post("/cuts/{id:guid}/lift", "access.cut.lift", CutRoutes.Lift),
        Post("/live/{id:guid}/watching", "session.watch", WatchingRoutes.Beat),
        Post("/live/{id:guid}/hand-over", "session.handover", WatchingRoutes.HandOver),
        Get("/live", "session.list", LiveRoutes.Wall),
        Get("/live/{id:guid}", "session.watch", LiveRoutes.Watch),
        Get("/live/{id:guid}/stream", "session.watch", StreamRoutes.Stream),
        Socket("/live/{id:guid}/desktop", "session.watch", DesktopRoutes.Watch),
        Get("/events", "changes.follow", ChangeRoutes.Stream),

        Get("/recordings", "recording.list", RecordingRoutes.List),
        Get("/recordings/{id}", "recording.view", RecordingRoutes.Show),
        Get("/recordings/search", "recording.search", SearchRoutes.Show),
        Post("/recordings/{id}/comments", "recording.comment", CommentRoutes.Add),
        Get("/recordings/{id}/typed", "recording.typed.ask", TypedRoutes.Show),
        Post("/recordings/{id}/typed", "recording.typed.view", TypedRoutes.Open),
        Post("/interventions/{id}/hold", "hold.change", DossierRoutes.Hold),
        Post("/recordings/{id}/erase", "recording.erase", DossierRoutes.Erase),
        Post("/recordings/{id}", "recording.reason", RecordingRoutes.Ask),
        Get("/recordings/{id}/cast", "recording.view", CastRoutes.Play),
        Socket("/recordings/{id}/desktop", "recording.view", DesktopRoutes.Replay),
        Socket("/recordings/{id}/desktop/pointer", "recording.typed.view", DesktopRoutes.Pointer),
        Get("/recordings/{id}/export", "recording.export", CastRoutes.Export),
        Get("/recordings/{id}/page/{channel}", "recording.view", WebRoutes.Page),
        Get("/recordings/{id}/har", "recording.export", WebRoutes.Har),
        Get("/recordings/{id}/warc", "recording.export", WebRoutes.Warc),
        Get("/files", "file.list", HeldRoutes.Show),
        Post("/files/{id:guid}/release", "file.release", HeldRoutes.Release),
        Post("/files/{id:guid}/refuse", "file.refuse", HeldRoutes.Refuse),
        Get("/journal", "journal.read", JournalRoutes.Show),

        Get("/devices", "device.list", DeviceRoutes.List),
        Post("/devices", "device.add", DeviceRoutes.Add),
        Post("/sites", "site.add", DeviceRoutes.AddSite),
        Get("/devices/{id:guid}", "device.read", DeviceRoutes.Show),
        Post("/devices/{id:guid}", "device.change", DeviceRoutes.Save),
        Post("/devices/{id:guid}/endpoints", "endpoint.change", DeviceRoutes.SaveEndpoint),
        Post("/devices/{id:guid}/endpoints/{endpoint:guid}/scan", "endpoint.scan", DeviceRoutes.Scan),
        Post("/devices/{id:guid}/scans/{scan:guid}/confirm", "endpoint.pin", DeviceRoutes.Confirm),
        Post("/devices/{id:guid}/scans/{scan:guid}/dismiss", "endpoint.pin.dismiss", DeviceRoutes.Dismiss),

        Get("/vendors", "vendor.list", VendorRoutes.List),
        Post("/vendors", "vendor.add", VendorRoutes.Add),
        Get("/vendors/{id:guid}", "vendor.read", VendorRoutes.Show),
        Post("/vendors/{id:guid}", "vendor.change", VendorRoutes.Save),
        Post("/vendors/{id:guid}/technicians", "person.add", VendorRoutes.Invite),
        Get("/people", "person.list", PeopleRoutes.List),
        Post("/people", "person.add", PeopleRoutes.Add),
        Post("/people/{id:guid}/link", "person.relink", PeopleRoutes.Renew),
        Post("/people/{id:guid}/disable", "person.disable", PeopleRoutes.Disable),
        Get("/confirmations", "proposal.list", ConfirmationRoutes.List),
        Post("/confirmations/{id:guid}/confirm", "proposal.confirm", ConfirmationRoutes.Confirm),
        Post("/confirmations/{id:guid}/dismiss", "proposal.dismiss", ConfirmationRoutes.Dismiss),
        Get("/vault", "vault.list", VaultRoutes.List),
        Post("/vault/{id:guid}/check", "credential.check", VaultRoutes.Check),
        Post("/vault/{id:guid}/rotate", "credential.rotate", VaultRoutes.Rotate),
        Post("/vault/{id:guid}/policy", "credential.policy", VaultRoutes.Save),
        Post("/vault/{id:guid}/reveal", "credential.reveal", VaultRoutes.AskReveal),
        Post("/vault/reveals/{id:guid}", "credential.reveal", VaultRoutes.Reveal),
        Post("/vault/keys/rotate", "vault.rotate", VaultRoutes.RotateKeys),
        Post("/vault/keys/wrap", "vault.rotate", VaultRoutes.WrapKeys),
        Get("/system", "system.read", HealthRoutes.Show),
        Post("/system/clock", "clock.confirm", HealthRoutes.ConfirmClock),
    ];

    private static StaffRoute Get(string pattern, string act, Delegate handler) => new(HttpMethods.Get, pattern, act, handler);

    private static StaffRoute Socket(string pattern, string act, Delegate handler) => new(HttpMethods.Get, pattern, act, handler, IsSocket: true);

    private static StaffRoute Post(string pattern, string act, Delegate handler) => new(HttpMethods.Post, pattern, act, handler);
}
