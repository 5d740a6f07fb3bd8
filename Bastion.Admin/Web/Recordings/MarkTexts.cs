using System.Text.Json;

namespace Bastion.Admin.Web.Recordings;

/// <summary>The words that the player's scripts put beside marks, from the texts of the page's language.</summary>
internal static class MarkTexts
{
    private static readonly string[] Kinds = ["opened", "pty", "resize", "exec", "shell", "subsystem", "refused", "exit", "frozen", "resumed", "notice", "warning", "extended", "ended", "other", "truncated"];

    public static string Json(StaffWords words) => JsonSerializer.Serialize(Kinds.ToDictionary(kind => kind, kind => words[$"mark.{kind}"]));
}
