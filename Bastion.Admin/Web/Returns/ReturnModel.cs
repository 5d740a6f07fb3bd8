using Bastion.Admin.Devices;
using Bastion.Admin.Interventions.Interlock;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Returns;

/// <param name="Answers">As typed, or as the first person signed.</param>
/// <param name="MaySign">This reader may sign now.</param>
internal sealed record ReturnModel(Device Device, ReturnSheet? Sheet, IReadOnlyDictionary<string, CheckAnswer> Answers, string Comment, FormErrors Errors, bool MaySign);
