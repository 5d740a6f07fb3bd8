using Bastion.Admin.Interventions;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Dossiers;

/// <param name="MayShowInput">Only an auditor may hand out the keys of typed input.</param>
internal sealed record DossierModel(InterventionSheet Sheet, string Reason, string Language, bool MayShowInput, Recorder.Contracts.RetentionState? Retention, FormErrors Errors);
