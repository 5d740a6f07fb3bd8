using Bastion.Admin.Identity;
using Bastion.Hosting.Theme.Forms;

namespace Bastion.Admin.Web.Enrolment;

internal sealed record EnrolmentModel(string Link, EnrolmentView View, FormErrors Errors);
