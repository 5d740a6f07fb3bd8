using System.Text.Json;

using Bastion.Admin.Interventions.Leases;

namespace Bastion.Admin.Web.Recordings;

/// <summary>The words that the player's scripts put beside marks, from the texts of the page's language.</summary>
internal static class MarkTexts
{
    private static readonly string[] Kinds = ["opened", "pty", "resize", "exec", "shell", "subsystem", "refused", "exit", "frozen", "resumed", "notice", "warning", "extended", "ended", "other", "truncated", "file.act", "file.refused", "gap"];

    public static string Json(StaffWords words) => JsonSerializer.Serialize(
        Kinds.Select(kind => (kind, words[$"mark.{kind}"]))
            .Concat(Enum.GetNames<FreezeCauses>().Select(cause => ($"cause.{cause}", words.Find($"freeze.{cause}") ?? cause)))
            .Concat(Enum.GetNames<SessionEndReason>().Select(reason => ($"end.{reason}", words[$"end.{reason}"])))
            .ToDictionary());
}
