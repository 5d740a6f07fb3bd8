using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.SignIn;

internal sealed record CodeModel(string Back, bool Recovery, FormErrors Errors);
