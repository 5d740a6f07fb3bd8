using Bastion.Hosting.Theme.Forms;

namespace Bastion.Gateway.Portal.Enrolment;

internal sealed record EnrolmentModel(string Link, Admin.Contracts.Enrolment Enrolment, FormErrors Errors);
