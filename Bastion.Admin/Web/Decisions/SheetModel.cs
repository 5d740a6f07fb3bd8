using Bastion.Admin.Interventions;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Decisions;

/// <param name="Sheet">Everything about the intervention.</param>
/// <param name="Input">The decision form.</param>
/// <param name="Errors">Of the last post.</param>
/// <param name="Dialog">The dialog whose form came back refused; empty for none.</param>
/// <param name="NeedsCode">The reader's second factor is too old to decide.</param>
/// <param name="Previous">Number of the request before this one in the inbox.</param>
/// <param name="Next">And after.</param>
internal sealed record SheetModel(InterventionSheet Sheet, DecisionInput Input, FormErrors Errors, string Dialog, bool NeedsCode, string? Previous, string? Next);
