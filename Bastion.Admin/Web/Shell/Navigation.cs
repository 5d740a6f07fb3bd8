using Bastion.Admin.Identity;
using Bastion.Admin.Web.Routing;
using Bastion.Hosting.Theme.Components;

namespace Bastion.Admin.Web.Shell;

/// <summary>The pages of each role, in the order of the side navigation.</summary>
internal static class Navigation
{
    private static readonly (string Url, string Icon, string Key, string Group, Roles Roles, bool Phone)[] Pages =
    [
        ("/inbox", "inbox", "nav.inbox", "", Roles.Engineer, true),
        ("/live", "broadcast", "nav.live", "", Roles.Engineer | Roles.Ward, true),
        ("/interventions", "list-task", "nav.interventions", "", Roles.Engineer | Roles.Auditor | Roles.Ward, true),
        ("/files", "files", "nav.files", "", Roles.Engineer | Roles.Auditor, true),
        ("/recordings", "record-circle", "nav.recordings", "nav.evidence", Roles.Engineer | Roles.Auditor, true),
        ("/journal", "journal-text", "nav.journal", "nav.evidence", Roles.Engineer | Roles.Auditor | Roles.Administrator, true),
        ("/devices", "pc-display", "nav.devices", "nav.fleet", Roles.Engineer | Roles.Administrator, true),
        ("/vendors", "building", "nav.vendors", "nav.directory", Roles.Administrator, true),
        ("/people", "people", "nav.people", "nav.directory", Roles.Administrator, true),
        ("/system", "speedometer2", "nav.system", "nav.directory", Roles.Administrator, true),
    ];

    public static bool Shows(StaffRole role, string url) => Pages.Any(page => page.Url == url && page.Roles.Admits(role));

    /// <summary>Where a role begins: its first page; an administrator with the state of the system.</summary>
    public static string Home(StaffRole role) => role == StaffRole.Administrator ? "/system" : Pages.First(page => page.Roles.Admits(role)).Url;

    public static List<NavItem> For(StaffRole role, StaffWords words, int todo, int live) =>
    [
        .. Pages.Where(page => page.Roles.Admits(role)).Select(page => new NavItem(page.Url, page.Icon, words[page.Key])
        {
            Group = page.Group.Length == 0 ? "" : words[page.Group],
            OnPhone = page.Phone,
            Count = page.Url switch { "/inbox" => todo, "/live" => live, _ => null },
            CountTone = page.Url == "/inbox" ? "is-due" : "",
        }),
    ];
}
