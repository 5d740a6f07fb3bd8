using Bastion.Admin.Identity;
using Bastion.Admin.Rights;
using Bastion.Hosting.Theme.Components;

namespace Bastion.Admin.Web.Shell;

/// <summary>The pages of each role, in the order of the side navigation.</summary>
internal static class Navigation
{
    private static readonly (string Url, string Icon, string Key, string Group, string Act, bool Phone)[] Pages =
    [
        ("/ward", "hospital", "nav.ward", "", "ward.read", true),
        ("/inbox", "inbox", "nav.inbox", "", "request.list", true),
        ("/live", "broadcast", "nav.live", "", "session.list", true),
        ("/calendar", "calendar3-week", "nav.calendar", "", "request.list", true),
        ("/returns", "clipboard-check", "nav.returns", "", "return.list", true),
        ("/interventions", "list-task", "nav.interventions", "", "intervention.list", true),
        ("/notices", "bell", "nav.notices", "", "notice.list", false),
        ("/files", "files", "nav.files", "", "file.list", true),
        ("/recordings", "record-circle", "nav.recordings", "nav.evidence", "recording.list", true),
        ("/journal", "journal-text", "nav.journal", "nav.evidence", "journal.read", true),
        ("/figures", "speedometer2", "nav.figures", "nav.evidence", "figures.read", false),
        ("/cuts", "stop-circle", "nav.cuts", "nav.fleet", "access.cut.read", false),
        ("/devices", "pc-display", "nav.devices", "nav.fleet", "device.list", true),
        ("/vendors", "building", "nav.vendors", "nav.directory", "vendor.list", true),
        ("/people", "people", "nav.people", "nav.directory", "person.list", true),
        ("/vault", "key", "nav.vault", "nav.directory", "vault.list", false),
        ("/confirmations", "people", "nav.confirmations", "nav.directory", "proposal.list", true),
        ("/system", "speedometer2", "nav.system", "nav.directory", "system.read", true),
    ];

    public static bool Shows(StaffRole role, string url) => Pages.Any(page => page.Url == url && RightsJudge.Admits(role, page.Act));

    /// <summary>Where a role begins: its first page; an administrator with the state of the system.</summary>
    public static string Home(StaffRole role) => role == StaffRole.Administrator ? "/system" : Pages.First(page => RightsJudge.Admits(role, page.Act)).Url;

    public static List<NavItem> For(StaffRole role, StaffWords words, int todo, int live) =>
    [
        .. Pages.Where(page => RightsJudge.Admits(role, page.Act)).Select(page => new NavItem(page.Url, page.Icon, words[page.Key])
        {
            Group = page.Group.Length == 0 ? "" : words[page.Group],
            OnPhone = page.Phone,
            Count = page.Url switch { "/inbox" => todo, "/live" => live, _ => null },
            CountTone = page.Url == "/inbox" ? "is-due" : "",
        }),
    ];
}
