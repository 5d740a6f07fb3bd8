using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.SignIn;

internal sealed record SignInModel(string Login, string Back, FormErrors Errors, string? Said);
