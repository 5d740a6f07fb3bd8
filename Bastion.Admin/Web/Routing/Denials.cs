using Bastion.Hosting.Theme.Forms;
using Bastion.Hosting.Theme.Time;

namespace Bastion.Admin.Web.Routing;

/// <summary>A refusal of the registers as an error of the form, at the field that its facts name.</summary>
internal static class Denials
{
    public static FormErrors Errors(Denial denial, StaffWords words, WallClock clock) =>
        new FormErrors().Add(denial.Facts.GetValueOrDefault("field", ""), words.Sentence(denial, clock));

    public static int Status(FormErrors errors) => errors.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
}
