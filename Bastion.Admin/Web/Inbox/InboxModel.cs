using Bastion.Admin.Interventions;

namespace Bastion.Admin.Web.Inbox;

/// <param name="Tab">todo, others or done.</param>
internal sealed record InboxModel(string Tab, string Text, IReadOnlyList<InterventionRow> Rows, int Todo, int Others);
