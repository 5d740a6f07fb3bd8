using Bastion.Admin.Contracts;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Gateway.Portal.Reports;

/// <summary>The form with what was typed, and what is wrong with it.</summary>
internal sealed record ReportModel(InterventionView View, ReportReply Form, FormErrors Errors);
