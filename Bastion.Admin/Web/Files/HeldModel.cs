using Bastion.Admin.Files;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Files;

/// <param name="Refusing">The file whose refusal form comes back with an error, and what was typed.</param>
internal sealed record HeldModel(IReadOnlyList<HeldRow> Rows, Guid? Refusing, string Reason, FormErrors Errors);
